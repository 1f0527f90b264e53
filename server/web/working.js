/* What Watch says: a sentence for each step, and the entry's line as far as it has come. `step` is
 * one of the steps of /v1/explain. */

import { el } from './dom.js';
import { shown } from './number.js';

/* A step's text in pieces: its name, its products, and what they come to. */
function pieces({ text }) {
    const [name, products, ...rest] = text.split(' = ');

    return { name, products: products.split(' + '), rest: rest.join(' = ') };
}

/* A product of two numbers, without the sign of a zero, as the server tells it. */
export function termValue([left, right]) {
    return shown(left * right + 0);
}

export function mismatchSentence([n, p]) {
    const alone = Math.abs(n - p);

    return `A row of A has ${n}, a column of B has ${p}: ${alone} `
        + `${alone === 1 ? 'number has' : 'numbers have'} no partner. So there is no product.`;
}

export function sentence({ phase, row, column, terms }, step) {
    switch (phase) {
    case 'meet':
        return `Row ${row + 1} of A meets column ${column + 1} of B.`;
    case 'term':
        return `Multiply: ${pieces(step).products[terms - 1]} = `
            + `${termValue(step.terms[terms - 1])}.`;
    case 'sum':
        return `Add up: ${pieces(step).rest}.`;
    default:
        return `${shown(step.value)} lands in row ${row + 1}, column ${column + 1}.`;
    }
}

/* The whole line, of which so much can be seen as has happened: nothing moves when it grows. */
export function line({ phase, terms }, step) {
    if (!step || phase === 'start')
        return ['\u00a0'];

    const { name, products, rest } = pieces(step);
    const piece = (seen, text) => el('span', { class: seen ? 'piece seen' : 'piece' }, text);

    return [
        piece(true, `${name} = `),
        ...products.map((text, k) => piece(k < terms, k === 0 ? text : ` + ${text}`)),
        piece(phase === 'sum' || phase === 'land', ` = ${rest}`),
    ];
}
