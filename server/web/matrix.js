/* Matrices as they are typed: rows of texts. Nothing here changes its arguments. */

import { numberText, shown } from './number.js';

/* The most rows or columns that the page shows; the service takes far larger ones. */
export const LARGEST = 12;

export function shapeOf(matrix) {
    return [matrix.length, matrix[0].length];
}

export function shapeText([rows, columns]) {
    return `${rows} x ${columns}`;
}

export function made(rows, columns, entry) {
    return Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, column) => entry(row, column)));
}

export function identity(size) {
    return made(size, size, (row, column) => row === column ? '1' : '0');
}

/* A matrix of the server, of numbers, as texts. */
export function ofNumbers(numbers) {
    return numbers.map((row) => row.map(shown));
}

/* Cut, or grown by empty places. */
export function resized(matrix, rows, columns) {
    return made(rows, columns, (row, column) => matrix[row]?.[column] ?? '');
}

export function transposed(matrix) {
    const [rows, columns] = shapeOf(matrix);

    return made(columns, rows, (row, column) => matrix[column][row]);
}

/* Small whole numbers, of both signs. */
export function random([rows, columns]) {
    return made(rows, columns, () => String(Math.floor(Math.random() * 19) - 9));
}

/* Both matrices after a change that the server suggests: it swaps first, then transposes. */
export function suggested({ swap, options }, { a, b }) {
    const [first, second] = swap ? [b, a] : [a, b];

    return {
        a: options.transpose_a ? transposed(first) : first,
        b: options.transpose_b ? transposed(second) : second,
    };
}

export function toJson(matrix) {
    return `[${matrix.map((row) => `[${row.map(numberText).join(',')}]`).join(',')}]`;
}

/* The first place that holds no number, as [row, column] from 0; null if there is none. */
export function firstFault(matrix) {
    for (const [row, texts] of matrix.entries())
        for (const [column, text] of texts.entries())
            if (numberText(text) === null)
                return [row, column];
    return null;
}
