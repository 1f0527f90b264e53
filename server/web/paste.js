/* What people paste: cells of a spreadsheet, JSON, or what other programs print. */

import { LARGEST } from './matrix.js';
import { shown } from './number.js';

function numbers(count) {
    return `${count} number${count === 1 ? '' : 's'}`;
}

/* Rows of texts, or { fault } that says why not. */
function checked(rows) {
    const odd = rows.findIndex((row) => row.length !== rows[0].length);

    if (odd > 0)
        return { fault: `Row ${odd + 1} has ${numbers(rows[odd].length)}, row 1 has `
            + `${rows[0].length}: nothing was pasted.` };
    if (rows.length > LARGEST || rows[0].length > LARGEST)
        return { fault: `${rows.length} x ${rows[0].length} is more than this page shows `
            + `(${LARGEST} x ${LARGEST}). The service takes it: see Use it from code.` };
    return { matrix: rows };
}

function ofJson(value, isColumn) {
    if (Array.isArray(value?.shape) && Array.isArray(value.data)) {
        const [rows, columns] = value.shape;

        return checked(Array.from({ length: rows }, (_, row) =>
            value.data.slice(row * columns, (row + 1) * columns).map(shown)));
    }
    if (value?.a !== undefined && value.b !== undefined) {
        const a = ofJson(value.a, false);
        const b = ofJson(value.b, true);

        return a.fault ? a : b.fault ? b : { a: a.matrix, b: b.matrix };
    }
    if (!Array.isArray(value) || value.length === 0)
        return { fault: 'This JSON is no matrix, such as [[1,2],[3,4]]: nothing was pasted.' };
    if (value.every(Array.isArray) && value[0].length > 0)
        return checked(value.map((row) => row.map(shown)));
    return checked(isColumn ? value.map((entry) => [shown(entry)]) : [value.map(shown)]);
}

/* What stands between the cells of these lines. A single comma is a decimal comma. */
function separatorOf(text) {
    if (text.includes('\t'))
        return /\t/;
    if (/,\s|,[^,\n]*,/.test(text))
        return /\s*,\s*/;
    return /\s+/;
}

function ofLines(text) {
    const separator = separatorOf(text);
    const lines = text.split(/\r?\n|;/).filter((line) => line.trim() !== '');
    const rows = lines.map((line) => text.includes('\t') ? line : line.trim().replace(/,$/, ''))
        .map((line) => line.split(separator).map((cell) => cell.trim()));

    return rows.length === 1 && rows[0].length === 1 ? null : checked(rows);
}

/* { matrix }, { a, b }, { fault }; null for a single number, which goes where the cursor is. A
 * vector of JSON is a row, but a column where it is pasted into B, as the service has it. */
export function pasted(text, isColumn) {
    const whole = text.trim();

    if (!/^[[{]/.test(whole))
        return whole === '' ? null : ofLines(text.replace(/\r?\n$/, ''));
    try {
        return ofJson(JSON.parse(whole), isColumn);
    } catch {
        return ofLines(whole.replace(/\]\s*,?\s*\[/g, '\n').replace(/[[\]{}]/g, ' '))
            ?? { fault: 'This is no matrix: nothing was pasted.' };
    }
}
