/* Practise: the sheet. First the shape, then the entries; each is graded at once. */

import { byId, el, say } from './dom.js';
import { shapeOf, shapeText } from './matrix.js';
import { clear, reaching, showProblem } from './notice.js';
import { shown } from './number.js';
import { showEntries } from './entries.js';
import { showPrediction } from './prediction.js';
import {
    countStreak, fetchSheet, keepWork, printable, solvedCount, streak, workOn,
} from './sheet.js';
import { change, state, whenever } from './state.js';
import { table } from './table.js';

let sheet = null;

function exercise() {
    return sheet.exercises[Math.min(state.exercise, sheet.exercises.length) - 1];
}

function texts(operand, isColumn) {
    if (Array.isArray(operand[0]))
        return operand.map((row) => row.map(shown));
    return isColumn ? operand.map((entry) => [shown(entry)]) : [operand.map(shown)];
}

/* --- Score and list --------------------------------------------------------------------------- */

function showScore() {
    const { now, best } = streak();
    const solved = solvedCount(sheet);
    const total = sheet.exercises.length;

    say(byId('score'), `${solved} of ${total} solved`);
    byId('streak').textContent = now > 0 ? `${now} in a row at once (best ${best})` : '';
    byId('sheet-done').hidden = solved < total;
}

function showList() {
    byId('exercises').replaceChildren(...sheet.exercises.map((each, index) => {
        const { solved } = workOn(sheet, each);

        return el('li', {}, el('button', {
            'type': 'button',
            'class': solved ? 'solved' : '',
            'aria-label': `Exercise ${index + 1}${solved ? ', solved' : ''}`,
            'aria-current': index + 1 === state.exercise ? 'step' : 'false',
            'onclick': () => change({ exercise: index + 1 }),
        }, solved ? '\u2713' : String(index + 1)));
    }));
}

function save() {
    keepWork(sheet);
    showScore();
    showList();
}

/* --- One exercise ----------------------------------------------------------------------------- */

/* What its parts (prediction.js, entries.js) need of the whole. */
function contextOf(current) {
    const a = texts(current.a, false);
    const b = texts(current.b, true);
    const work = workOn(sheet, current);

    return {
        sheet, exercise: current, work, a, b,
        shapes: [shapeOf(a), shapeOf(b)],
        notice: byId('practise-notice'),
        save: () => keepWork(sheet),
        wrong() {
            if (work.clean && !work.solved)
                countStreak(false);
            work.clean = false;
            save();
        },
        solved() {
            if (work.clean && !work.solved)
                countStreak(true);
            work.solved = true;
            save();
            showNext();
        },
        hasShape() {
            work.hasShape = true;
            save();
            showEntries(this, true);
        },
    };
}

/* The way on: the next exercise that is not solved, in their order. */
function nextIndex() {
    const { exercises } = sheet;
    const order = exercises.map((_, index) => (state.exercise + index) % exercises.length);

    return order.find((index) => !workOn(sheet, exercises[index]).solved);
}

function showNext() {
    const next = byId('next');

    next.hidden = !workOn(sheet, exercise()).solved || nextIndex() === undefined;
    if (!next.hidden)
        next.focus();
}

function showExercise() {
    const context = contextOf(exercise());

    clear(context.notice);
    byId('exercise-title').textContent = `Exercise ${sheet.exercises.indexOf(exercise()) + 1}`;
    byId('exercise-operands').replaceChildren(
        el('figure', {}, table(context.a, 'A'), el('figcaption', {}, 'A')),
        el('figure', {}, table(context.b, 'B'), el('figcaption', {}, 'B')));
    byId('entries').hidden = true;
    showPrediction(context);
    if (context.work.hasShape)
        showEntries(context, false);
    byId('next').hidden = !context.work.solved || nextIndex() === undefined;
    showList();
    showScore();
}

/* --- The sheet -------------------------------------------------------------------------------- */

async function load() {
    const { kind, seed } = state;
    const found = await fetchSheet(kind, seed);

    if (kind !== state.kind || seed !== state.seed)
        return;
    if (found.problem) {
        showProblem(byId('practise-notice'), found.problem);
        return;
    }
    sheet = found;
    byId('sheet').hidden = false;
    byId('kind').value = kind;
    byId('seed').value = sheet.seed;
    byId('print').href = printable(kind, sheet.seed);
    byId('print-answers').href = printable(kind, sheet.seed, 'answers=true');
    change({
        seed: sheet.seed,
        exercise: Math.max(1, Math.min(state.exercise, sheet.exercises.length)),
    });
    showExercise();
}

function isLoaded() {
    return sheet !== null && sheet.kind === state.kind && sheet.seed === state.seed;
}

async function prepare() {
    if (state.tab !== 'practise' || isLoaded())
        return;
    clear(byId('practise-notice'));
    await reaching(byId('practise-notice'), load);
}

function showIfLoaded() {
    if (state.tab === 'practise' && isLoaded())
        showExercise();
}

function openSeed(event) {
    event.preventDefault();

    const seed = Number(byId('seed').value);

    if (byId('seed').value !== '' && Number.isSafeInteger(seed) && seed >= 0)
        change({ kind: byId('kind').value, seed, exercise: 1 });
}

export function startPractise() {
    byId('sheet-form').addEventListener('submit', openSeed);
    byId('new-sheet').addEventListener('click', () => change({ seed: null, exercise: 1 }));
    byId('kind').addEventListener('change', ({ target }) =>
        change({ kind: target.value, exercise: 1 }));
    byId('next').addEventListener('click', () => {
        change({ exercise: nextIndex() + 1 });
        byId('exercise-title').focus();
    });
    whenever(['tab', 'kind', 'seed'], prepare);
    whenever(['exercise'], showIfLoaded);
    prepare();
}
