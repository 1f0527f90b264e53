/* Multiply: two matrices, and what the server makes of them. */

import { ask } from './api.js';
import { byId, el, say } from './dom.js';
import { LESSON } from './lesson.js';
import { made, ofNumbers, shapeOf, shapeText, suggested, toJson } from './matrix.js';
import { clear, reaching, showProblem, suggestionButtons } from './notice.js';
import { refuses, startOperand } from './operand.js';
import { judged } from './rule.js';
import { change, state, whenever } from './state.js';
import { table } from './table.js';

const grids = {};

/* Which request is the latest: an answer to an earlier one is not shown. */
let latest = 0;

function product() {
    return byId('product');
}

/* Where the product will stand: its shape is known before it is. */
function showPlace() {
    const { fits, shape: [rows, columns] } = judged(shapeOf(state.a), shapeOf(state.b));

    latest++;
    clear(byId('multiply-notice'));
    byId('product-shape').textContent = fits ? shapeText([rows, columns]) : 'no product';
    product().classList.remove('ready');
    product().replaceChildren(fits
        ? table(made(rows, columns, () => '\u00b7'), 'Product, not yet computed')
        : el('p', { class: 'faint' }, 'None'));
    byId('to-watch').hidden = true;
}

function showProduct(matrix) {
    product().classList.add('ready');
    product().replaceChildren(table(matrix, 'Product'));
    byId('to-watch').hidden = false;
    say(byId('operand-said'), `The product is ${shapeText(shapeOf(matrix))}: `
        + `${matrix.map((row) => row.join(' ')).join('; ')}.`);
}

function apply(suggestion) {
    change(suggested(suggestion, state));
    multiply();
}

async function multiply() {
    showPlace();
    if (refuses(['a', 'b'], grids, byId('multiply-notice')))
        return;

    byId('multiply').setAttribute('aria-busy', 'true');
    await reaching(byId('multiply-notice'), () => request(latest));
    byId('multiply').removeAttribute('aria-busy');
}

async function request(mine) {
    const notice = byId('multiply-notice');
    const body = `{"a":${toJson(state.a)},"b":${toJson(state.b)}}`;
    const { ok, value } = await ask('POST', '/v1/multiply', body);

    if (mine !== latest)
        return;
    clear(notice);
    if (ok)
        showProduct(ofNumbers(value.product));
    else
        showProblem(notice, value, suggestionButtons(value, apply));
}

function exampleButton({ name, a, b }) {
    return el('button', {
        type: 'button',
        onclick: () => {
            change({ a, b, step: 0 });
            multiply();
        },
    }, name, ' ', el('small', {}, `(${shapeText(shapeOf(a))})(${shapeText(shapeOf(b))})`));
}

export function startMultiply() {
    for (const member of ['a', 'b'])
        grids[member] = startOperand(byId(`multiply-${member}`), member, {
            say: (text) => say(byId('operand-said'), text),
            enter: multiply,
            isColumn: () => member === 'b',
        });
    byId('examples').append(...LESSON.map(exampleButton));
    byId('multiply').addEventListener('click', multiply);
    byId('swap').addEventListener('click', () => change({ a: state.b, b: state.a }));
    byId('to-watch').addEventListener('click', () => {
        change({ tab: 'watch', step: 0 });
        byId('tab-watch').focus();
    });
    whenever(['a', 'b'], showPlace);
    showPlace();
}
