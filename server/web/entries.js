/* The second question of an exercise: the entries. What is wrong is marked, and the likely mistake
 * is named; the working is shown to those who ask for it. */

import { byId, el, say } from './dom.js';
import { Grid } from './grid.js';
import { firstFault, made, resized, shapeOf, shapeText, toJson } from './matrix.js';
import { reaching, clear, showProblem } from './notice.js';
import { shown } from './number.js';
import { grade } from './sheet.js';

function places(entries) {
    return entries.map(({ row, column }) => `row ${row}, column ${column}`).join('; ');
}

function working(entries) {
    return el('details', {},
        el('summary', {}, 'Show the working'),
        el('ul', {}, ...entries.map(({ row, column, given, working: text }) =>
            el('li', {}, `Row ${row}, column ${column}`,
                given === undefined || given === null ? '' : `, not ${shown(given)}`, ': ',
                el('code', {}, text)))));
}

function showVerdict({ correct, entries = [], mistake }) {
    const said = byId('entries-said');

    said.className = correct ? 'verdict right' : 'verdict wrong';
    if (correct) {
        said.replaceChildren(el('p', {}, 'Right, every entry.'));
        return;
    }
    said.replaceChildren(
        el('p', {}, entries.length > 0 ? `Not yet: look at ${places(entries)}.` : 'Not yet.'),
        ...(mistake ? [el('p', { class: 'mistake' }, mistake.detail)] : []),
        ...(entries.length > 0 ? [working(entries)] : []));
}

async function check(context, grid) {
    const { sheet, exercise, notice } = context;
    const { result, problem } = await grade(sheet, exercise, `"product":${toJson(grid.matrix)}`);

    clear(notice);
    if (problem) {
        showProblem(notice, problem);
        return;
    }
    grid.mark((result.entries ?? []).map(({ row, column }) => [row - 1, column - 1]));
    showVerdict(result);
    if (result.correct)
        context.solved();
    else
        context.wrong();
}

/* An entry that is still empty or no number, entered and told. */
function isIncomplete(grid) {
    const entries = grid.matrix.flatMap((texts, row) =>
        texts.map((text, column) => [text, row, column]));
    const empty = entries.find(([text]) => text.trim() === '');
    const [row, column] = empty ? empty.slice(1) : firstFault(grid.matrix) ?? [];

    if (row === undefined)
        return false;
    byId('entries-said').className = 'verdict wrong';
    say(byId('entries-said'), `Row ${row + 1}, column ${column + 1} is still `
        + `${empty ? 'empty' : 'no number'}.`);
    grid.focus(row, column);
    return true;
}

export function showEntries(context, enter) {
    const { work, notice, shapes: [[rows], [, columns]] } = context;
    const said = byId('entries-said');
    const submit = () => {
        if (!isIncomplete(grid))
            reaching(notice, () => check(context, grid));
    };
    const set = (matrix) => {
        work.entries = matrix;
        context.save();
    };
    const grid = new Grid(byId('entries-grid'), {
        name: 'Product',
        blank: '',
        on: {
            change: set,
            enter: submit,
            paste({ matrix, fault }) {
                if (matrix && shapeText(shapeOf(matrix)) === shapeText([rows, columns])) {
                    grid.show(matrix);
                    set(matrix);
                } else {
                    say(said, fault ?? `What was pasted is not ${shapeText([rows, columns])}.`);
                }
            },
        },
    });

    grid.show(resized(work.entries ?? made(rows, columns, () => ''), rows, columns));
    said.className = work.solved ? 'verdict right' : 'verdict';
    say(said, work.solved ? 'Solved.' : '');
    byId('entries').onsubmit = (event) => {
        event.preventDefault();
        submit();
    };
    byId('entries').hidden = false;
    if (enter)
        grid.focus();
}
