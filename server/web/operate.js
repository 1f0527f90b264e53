/* Operations: all that the server computes (operations.js), on the same grids as the product. */

import { ask, askFile } from './api.js';
import { fileForms, results, sentence } from './answer.js';
import { byId, el, say } from './dom.js';
import { dropFiles, fileOf, takeFiles } from './files.js';
import { LESSON } from './lesson.js';
import { identity, made, shapeOf, suggested, toJson, transposed } from './matrix.js';
import { clear, reaching, showProblem, suggestionButtons } from './notice.js';
import { numberText } from './number.js';
import { refuses, startOperand } from './operand.js';
import {
    MATRICES, OPERATIONS, isList, operandsOf, operationOf, optionsOf,
} from './operations.js';
import { showRule } from './rule.js';
import { SNIPPETS } from './snippets.js';
import { change, state, whenever } from './state.js';

const FEWEST_OF_A_LIST = 2;
const grids = {};

/* Which request is the latest: an answer to an earlier one is not shown. */
let latest = 0;

function operation() {
    return operationOf(state.operation);
}

function operands() {
    return operandsOf(operation(), state);
}

/* Those that are no files. */
function typed() {
    return operands().filter((member) => !fileOf(member));
}

/* --- The request ------------------------------------------------------------------------------ */

/* The options that somebody has set, as JSON; a link may hold what can't be chosen. */
function options() {
    return Object.entries(optionsOf(operation()))
        .map(([name, { choices }]) => [name, state.options[name] ?? '', choices])
        .filter(([, text, choices]) => text !== ''
            && (!choices || choices.some(([json]) => json === text)))
        .map(([name, text, choices]) => [name, choices ? text : numberText(text)]);
}

function object(members) {
    return `{${members.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

/* { path, body } as api.js takes them: JSON, or parts where an operand is a file. */
function request() {
    const path = `/v1/${state.operation}`;
    const isOne = isList(operation());
    const matrices = operands().map((member) => ({
        name: isOne ? 'matrices' : member,
        ...fileOf(member) ? { file: fileOf(member).file } : { json: toJson(state[member]) },
    }));
    const list = matrices.map(({ json }) => json).join(',');

    if (matrices.some(({ file }) => file))
        return { path, body: [...matrices,
            ...options().length > 0 ? [{ name: 'options', json: object(options()) }] : []] };
    return { path, body: object([
        ...isOne ? [['matrices', `[${list}]`]] : matrices.map(({ name, json }) => [name, json]),
        ...options()]) };
}

/* --- The rule, and what will be asked --------------------------------------------------------- */

function shapes() {
    return operands().map((member) => fileOf(member) ? fileOf(member).shape
        : shapeOf(state[member]));
}

/* The operation as it is written, with shapes in place of A, B ... */
function formula(known) {
    const names = operands().map((member) => member.toUpperCase());
    const symbol = isList(operation()) ? names.join(' ') : operation().symbol;

    return symbol.split(new RegExp(`\\b([${names.join('')}])(?!\\w)`)).map((part, i) => {
        const shape = known[names.indexOf(part)];

        return i % 2 === 0 ? part : !shape ? part : el('span', { class: 'factor' },
            '(', el('span', { class: 'row' }, String(shape[0])), ' x ',
            el('span', { class: 'column' }, String(shape[1])), ')');
    });
}

function verdict() {
    const known = shapes();

    return known.every((shape) => shape) ? operation().rule(known, state.options)
        : { text: 'A file tells its shape to the server: it will say whether it fits.' };
}

function showPlace() {
    if (state.tab !== 'operations')
        return;

    const { fits, text } = verdict();
    const { path, body } = request();

    latest++;
    clear(byId('operation-notice'));
    byId('downloads').replaceChildren();
    byId('operation-results').replaceChildren(
        el('p', { class: 'faint' }, fits === false ? 'None' : 'Not yet computed'));
    showRule(fits, formula(shapes()), text);
    byId('operation-curl').textContent =
        SNIPPETS.curl({ method: 'POST', path, body }, location.origin);
}

/* --- The answer ------------------------------------------------------------------------------- */

function showAnswer(value) {
    byId('operation-results').replaceChildren(...results(operation(), value));
    byId('downloads').replaceChildren(...fileForms(value).map(([end, mediaType]) =>
        el('button', { type: 'button', onclick: () => download(end, mediaType) },
            `Download .${end}`)));
    say(byId('operation-said'), sentence(operation(), value));
}

/* The matrices that a suggestion's words turn: "transpose b", "write b as a column". */
function turned(words) {
    const [, name] = /^(?:transpose|write) (both|[a-f])\b/i.exec(words) ?? [];
    const members = name === 'both' ? ['a', 'b'] : name ? [name.toLowerCase()] : [];

    return Object.fromEntries(members.map((member) => [member, transposed(state[member])]));
}

/* The state after a change that the server suggests: another operation (on the identity), options
 * of the request, or matrices that are swapped or turned. Null where a file stands in the way. */
function suggestedState({ change: words, path, swap, options = {} }) {
    const { transpose_a, transpose_b, ...others } = options;
    const matrices = path ? { b: identity(shapes()[0]?.[0]) }
        : swap || transpose_a || transpose_b ? suggested({ swap, options }, state) : turned(words);

    if (Object.keys(matrices).some(fileOf) || (path && !shapes()[0]))
        return null;
    return {
        ...matrices,
        ...path ? { operation: path.split('/').pop() } : {},
        options: { ...state.options, ...Object.fromEntries(Object.entries(others)
            .map(([name, value]) => [name, JSON.stringify(value)])) },
    };
}

function apply(suggestion) {
    change(suggestedState(suggestion));
    compute();
}

function refused(problem) {
    const suggestions = (problem.suggestions ?? []).filter(suggestedState);

    showProblem(byId('operation-notice'), problem,
        suggestionButtons({ ...problem, suggestions }, apply));
}

/* An option that is no number, told and entered. */
function refusesOption() {
    const [name] = options().find(([, json]) => json === null) ?? [];

    if (name) {
        showProblem(byId('operation-notice'), {
            title: 'Not a number',
            detail: `\u201c${state.options[name]}\u201d is no number.`,
        });
        byId(`option-${name}`).focus();
    }
    return name !== undefined;
}

async function compute() {
    showPlace();
    if (refuses(typed(), grids, byId('operation-notice')) || refusesOption())
        return;

    byId('compute').setAttribute('aria-busy', 'true');
    await reaching(byId('operation-notice'), () => send(latest));
    byId('compute').removeAttribute('aria-busy');
}

async function send(mine) {
    const { path, body } = request();
    const { ok, value } = await ask('POST', path, body);

    if (mine !== latest)
        return;
    clear(byId('operation-notice'));
    if (ok)
        showAnswer(value);
    else
        refused(value);
}

async function download(end, mediaType) {
    const { path, body } = request();
    const { file, problem } = await askFile(path, body, mediaType);

    if (problem) {
        showProblem(byId('operation-notice'), problem);
        return;
    }

    const address = URL.createObjectURL(file);

    el('a', { href: address, download: `${state.operation}.${end}` }).click();
    URL.revokeObjectURL(address);
}

/* --- The operation ---------------------------------------------------------------------------- */

/* Of an example the options. */
function own(example) {
    return Object.fromEntries(Object.entries(example).filter(([name]) => !MATRICES.includes(name)));
}

function chip({ name, heading, example }) {
    return el('label', {},
        el('input', {
            type: 'radio', name: 'operation', value: name,
            onchange: () => change({ operation: name, options: own(example) }),
        }), el('span', {}, heading));
}

function field([name, { label, choices }]) {
    const set = ({ target }) => change({ options: { ...state.options, [name]: target.value } });
    const attributes = { id: `option-${name}` };

    return el('label', {}, `${label} `, choices
        ? el('select', { ...attributes, onchange: set }, ...choices.map(([each, words]) =>
            el('option', { value: each }, words)))
        : el('input', {
            ...attributes, type: 'text', class: 'short', autocomplete: 'off', oninput: set,
            onkeydown: ({ key }) => key === 'Enter' && compute(),
        }));
}

/* What stands there is nobody's work: an example may take its place. */
function isExample() {
    const examples = [...LESSON, ...OPERATIONS.map(({ example }) => example)];

    return typed().length === operands().length && operands().every((member) =>
        examples.some((each) => each[member] === state[member]));
}

function showExample() {
    const { example } = operation();
    const matrices = Object.entries(example).filter(([name]) => MATRICES.includes(name));

    dropFiles();
    change({
        ...isList(operation()) ? { c: null, d: null, e: null, f: null } : {},
        ...Object.fromEntries(matrices),
        options: own(example),
    });
}

function showFields() {
    const wanted = Object.entries(optionsOf(operation())).filter(([name]) =>
        name !== 'round' || operands().some(fileOf));

    byId('operation-options').replaceChildren(...wanted.map(field));
    for (const [name] of wanted)
        byId(`option-${name}`).value = state.options[name] ?? '';
}

function showOperands() {
    for (const member of MATRICES)
        byId(`operand-${member}`).hidden = !operands().includes(member);
    byId('add-matrix').hidden = !isList(operation())
        || operands().length === MATRICES.length;
    byId('remove-matrix').hidden = !isList(operation())
        || operands().length <= FEWEST_OF_A_LIST;
}

function showOperation() {
    const { name, heading, symbol, teaches } = operation();

    if (state.tab !== 'operations')
        return;
    byId('operations').querySelector(`[value=${name}]`).checked = true;
    byId('operation-name').replaceChildren(heading, ' ', el('span', { class: 'faint' }, symbol));
    byId('operation-teaches').textContent = teaches;
    if (isExample() && verdict().fits === false)
        showExample();
    showFields();
    showOperands();
    showPlace();
}

/* A new matrix of a chain has as many rows as the last has columns. */
function addMatrix() {
    const next = MATRICES[operands().length];
    const [, rows] = shapeOf(state[operands().at(-1)]);

    change({ [next]: made(rows, 2, () => '') });
    grids[next].focus();
}

function fill(member) {
    const host = el('section', { id: `operand-${member}`, class: 'operand' });
    const changed = () => {
        showFields();
        showPlace();
    };

    grids[member] = startOperand(host, member, {
        say: (text) => say(byId('operation-said'), text),
        enter: compute,
        isColumn: () => isList(operation()) ? member === operands().at(-1)
            : operation().columns?.includes(member) ?? false,
    });
    host.querySelector('.tools').append(takeFiles(host, member, changed));
    return host;
}

export function startOperations() {
    for (const family of new Set(OPERATIONS.map((each) => each.family)))
        byId('operations').append(el('p', { 'role': 'group', 'aria-label': family },
            el('b', { 'aria-hidden': 'true' }, family),
            ...OPERATIONS.filter((each) => each.family === family).map(chip)));
    byId('operation-operands').append(...MATRICES.map(fill));
    byId('compute').addEventListener('click', compute);
    byId('operation-example').addEventListener('click', () => {
        showExample();
        compute();
    });
    byId('add-matrix').addEventListener('click', addMatrix);
    byId('remove-matrix').addEventListener('click', () => change({ [operands().at(-1)]: null }));
    byId('to-code').addEventListener('click', () => {
        change({ tab: 'code' });
        byId('tab-code').focus();
    });
    whenever(['tab', 'operation'], showOperation);
    whenever([...MATRICES, 'options'], () => {
        if (!byId('operation-options').contains(document.activeElement))
            showFields();
        showOperands();
        showPlace();
    });
    showOperation();
}
