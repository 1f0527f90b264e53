/* The state as the fragment of a link, #tab=watch&a=2,1;5,4&b=3;4, which never leaves the browser
 * until somebody sends it on. */

import { byId, say } from './dom.js';
import { LARGEST } from './matrix.js';
import { numberText } from './number.js';
import { OPERATIONS, operandsOf, operationOf } from './operations.js';
import { change, state, whenever } from './state.js';

/* Commas and semicolons are between the cells, so that none can stand within one. */
function ofCell(text) {
    return encodeURIComponent(text === '' ? '' : numberText(text) ?? text.replace(/[,;]/g, ' '));
}

function ofMatrix(matrix) {
    return matrix.map((row) => row.map(ofCell).join(',')).join(';');
}

function toMatrix(text) {
    const rows = text.split(';').map((row) => row.split(','));
    const sound = rows.every((row) => row.length === rows[0].length)
        && rows.length <= LARGEST && rows[0].length <= LARGEST;

    return sound ? rows : undefined;
}

function toChoice(...choices) {
    return (text) => choices.includes(text) ? text : undefined;
}

function toCount(text) {
    return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

/* exponent:3;dtype:float32 */
function ofOptions(options) {
    return Object.entries(options).filter(([, text]) => text !== '')
        .map(([name, text]) => `${name}:${encodeURIComponent(text.replace(/[:;]/g, ' '))}`)
        .join(';');
}

function toOptions(text) {
    return Object.fromEntries(text.split(';').map((part) => part.split(':'))
        .filter((part) => part.length === 2 && /^[a-z]\w*$/.test(part[0])));
}

const readers = {
    tab: toChoice('multiply', 'watch', 'practise', 'operations', 'code', 'lesson'),
    operation: toChoice(...OPERATIONS.map(({ name }) => name)),
    options: toOptions,
    a: toMatrix,
    b: toMatrix,
    c: toMatrix,
    d: toMatrix,
    e: toMatrix,
    f: toMatrix,
    view: toChoice('cross', 'waterfall'),
    step: toCount,
    kind: toChoice('', 'vector', 'square', 'mixed', 'shapes'),
    seed: toCount,
    exercise: toCount,
};

/* Only what matters for the tab that is shown. */
function members() {
    const { tab } = state;

    if (tab === 'practise')
        return state.seed === null ? ['tab', 'kind'] : ['tab', 'kind', 'seed', 'exercise'];
    if (tab === 'watch')
        return ['tab', 'a', 'b', 'view', 'step'];
    if (tab === 'operations')
        return ['tab', 'operation', ...operandsOf(operationOf(state.operation), state), 'options'];
    return ['tab', 'a', 'b'];
}

function told(value) {
    if (Array.isArray(value))
        return ofMatrix(value);
    return typeof value === 'object' ? ofOptions(value) : value;
}

export function fragment() {
    return members().map((name) => `${name}=${told(state[name])}`)
        .filter((part) => part !== 'options=').join('&');
}

/* The members that a fragment holds; what is not sound is left out. */
export function readFragment(text) {
    const found = {};

    for (const part of text.replace(/^#/, '').split('&')) {
        const [name, ...value] = part.split('=');
        const read = Object.hasOwn(readers, name)
            ? readers[name](decoded(value.join('='))) : undefined;

        if (read !== undefined)
            found[name] = read;
    }
    return found;
}

function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return '';
    }
}

/* The address changes with the state: at once, but not at every letter of many, since browsers
 * refuse more than a few changes a second. */
const PAUSE_MS = 250;

let pending = 0;
let again = false;

function write() {
    history.replaceState(null, '', `#${fragment()}`);
}

function writeSoon() {
    again = true;
    if (pending === 0)
        writePaced();
}

function writePaced() {
    pending = 0;
    if (!again)
        return;
    again = false;
    write();
    pending = setTimeout(writePaced, PAUSE_MS);
}

async function copyLink() {
    write();
    try {
        await navigator.clipboard.writeText(location.href);
        say(byId('link-said'), 'Link copied.');
    } catch {
        say(byId('link-said'), 'The link is in the address bar.');
    }
}

export function startLink() {
    const button = byId('copy-link');

    change(readFragment(location.hash));
    whenever(Object.keys(readers), () => {
        say(byId('link-said'), '');
        writeSoon();
    });
    addEventListener('hashchange', () => change(readFragment(location.hash)));
    button.addEventListener('click', copyLink);
    button.hidden = false;
}
