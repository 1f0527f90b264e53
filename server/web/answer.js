/* What an operation came to, member by member: grids, lists and numbers, in the server's digits. */

import { el } from './dom.js';
import { made, ofNumbers, shapeOf, shapeText } from './matrix.js';
import { complex, shown } from './number.js';
import { table } from './table.js';

/* As many rows or columns as one looks at; the file has the others. */
const MOST = 40;

/* Rows of texts; null where the value is one number or one text. */
function rowsOf(value) {
    if (value.re)
        return made(...shapeOf(value.re), (i, j) => complex(value.re[i][j], value.im[i][j]));
    if (!Array.isArray(value))
        return null;
    if (Array.isArray(value[0]))
        return ofNumbers(value);
    return [value.map((each) =>
        typeof each === 'object' ? complex(each.re, each.im) : shown(each))];
}

function cut(rows) {
    return rows.slice(0, MOST).map((row) => row.slice(0, MOST));
}

function isLong(rows) {
    return rows.length > MOST || rows[0].length > MOST;
}

function body(rows, value, symbol) {
    if (rows === null)
        return el('p', { class: typeof value === 'number' ? 'number' : '' },
            typeof value === 'number' ? shown(value) : value);
    return el('div', {
        'class': 'scroll', 'role': 'group', 'tabindex': '0', 'aria-label': `${symbol}, all of it`,
    }, table(cut(rows), symbol),
    isLong(rows) ? el('p', { class: 'faint' }, `The first ${MOST} of ${shapeText(shapeOf(rows))}; `
        + 'the files below have all.') : '');
}

function result(value, [symbol, meaning]) {
    const rows = rowsOf(value);
    const isMatrix = rows !== null && (value.re || Array.isArray(value[0]));

    return el('section', { 'class': 'part', 'aria-label': symbol },
        el('h4', {}, symbol, ' ',
            el('small', { class: 'faint' }, meaning,
                isMatrix ? `, ${shapeText(shapeOf(rows))}` : '')),
        body(rows, value, symbol));
}

/* The members that an answer has, of those that its operation may have. */
function given(operation, value) {
    return Object.entries(operation.answer).filter(([member]) => value[member] !== undefined);
}

export function results(operation, value) {
    return given(operation, value).map(([member, words]) => result(value[member], words));
}

/* The first of them in a sentence, for those who do not see it. */
export function sentence(operation, value) {
    const [[member, [symbol]]] = given(operation, value);
    const rows = rowsOf(value[member]);

    if (rows === null)
        return `${symbol} is ${shown(value[member])}.`;
    return `${symbol}: ${cut(rows).map((row) => row.join(' ')).join('; ')}.`;
}

/* The files in which an answer can be had: the end of the name, and the media type. One array is
 * what begins with its only matrix. */
export function fileForms({ shape, ...members }) {
    const isOne = shape && Array.isArray(Object.values(members)[0][0]);

    return [isOne ? ['npy', 'application/x-npy'] : ['npz', 'application/zip'], ['csv', 'text/csv']];
}
