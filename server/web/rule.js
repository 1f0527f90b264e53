/* The shape rule, always in sight: (m x n)(p x q), judged as one types, before anything is sent. */

import { byId, el, say } from './dom.js';
import { shapeOf, shapeText } from './matrix.js';
import { state, whenever } from './state.js';

export function judged([rows, inner], [partner, columns]) {
    return { fits: inner === partner, inner: [inner, partner], shape: [rows, columns] };
}

function sentence({ fits, inner, shape }) {
    return fits
        ? `The inner numbers match: the product is ${shapeText(shape)}.`
        : `The inner numbers differ, ${inner[0]} is not ${inner[1]}: there is no product.`;
}

function number(value, kind) {
    return el('span', { class: kind }, String(value));
}

function formula({ fits, inner, shape }) {
    return [
        el('span', { class: 'factor' },
            '(', number(shape[0], 'row'), ' x ', number(inner[0], 'inner'), ')'),
        el('span', { class: 'factor' },
            '(', number(inner[1], 'inner'), ' x ', number(shape[1], 'column'), ')'),
        ...(fits ? [el('span', { class: 'outcome' },
            '= ', number(shape[0], 'row'), ' x ', number(shape[1], 'column'))] : []),
    ];
}

/* Shows a rule: whether it fits (undefined: nobody knows yet), as a formula, in a sentence. */
export function showRule(fits, children, text) {
    byId('rule-line').classList.toggle('fits', fits === true);
    byId('rule-line').classList.toggle('open', fits === undefined);
    byId('rule-formula').replaceChildren(...children);
    say(byId('rule-sentence'), text);
}

/* Of products; Operations has rules of its own. */
function show() {
    const verdict = judged(shapeOf(state.a), shapeOf(state.b));

    if (state.tab !== 'operations')
        showRule(verdict.fits, formula(verdict), sentence(verdict));
}

export function startRule() {
    whenever(['a', 'b', 'tab'], show);
    show();
}
