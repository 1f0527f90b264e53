/* The first question of an exercise: what shape will the product have? In the lesson's sheet the
 * rule answers it; a sheet of shapes has its answers graded. */

import { ask } from './api.js';
import { byId, say } from './dom.js';
import { shapeText } from './matrix.js';
import { reaching, showProblem } from './notice.js';
import { grade } from './sheet.js';

/* What somebody may have had in mind. */
function hint([[m, n], [p, q]], given) {
    if (given === null)
        return 'The inner numbers match, so there is a product.';
    if (n !== p)
        return 'Compare the inner numbers: columns of A, rows of B.';
    if (given[0] === q && given[1] === m)
        return 'Turned around: rows come first.';
    if (given[0] === n && given[1] === p)
        return 'Those are the inner numbers; they vanish. The outer ones stay.';
    return 'Take the outer numbers: rows of A, columns of B.';
}

async function judge({ sheet, exercise, shapes, notice }, given) {
    const { ok, value } = await ask('POST', '/v1/shape', `{"shapes":${JSON.stringify(shapes)}}`);

    if (!ok) {
        showProblem(notice, value);
        return null;
    }
    if (sheet.kind !== 'shapes')
        return {
            correct: value.compatible && given !== null && given.join() === value.shape.join(),
            rule: value.rule,
        };

    const { result, problem } = await grade(sheet, exercise, `"shape":${JSON.stringify(given)}`);

    if (problem)
        showProblem(notice, problem);
    return problem ? null : { correct: result.correct, rule: value.rule, mistake: result.mistake };
}

async function check(context, given) {
    const verdict = await judge(context, given);
    const said = byId('prediction-said');

    if (!verdict)
        return;
    said.className = verdict.correct ? 'verdict right' : 'verdict wrong';
    if (!verdict.correct) {
        say(said, `Not yet. ${verdict.mistake?.detail ?? hint(context.shapes, given)}`);
        context.wrong();
        return;
    }
    say(said, `Right. ${verdict.rule}`);
    if (context.sheet.kind === 'shapes')
        context.solved();
    else if (!context.work.hasShape)
        context.hasShape();
}

function fields() {
    return [byId('predicted-rows'), byId('predicted-columns')];
}

/* The numbers typed; null where one is missing, which is then entered. */
function given() {
    const missing = fields().find(({ value }) => !/^\s*\d+\s*$/.test(value));

    if (missing) {
        byId('prediction-said').className = 'verdict wrong';
        say(byId('prediction-said'), 'Rows first, columns second: two whole numbers.');
        missing.focus();
        return null;
    }
    return fields().map(({ value }) => Number(value));
}

export function showPrediction(context) {
    const { work, notice, shapes, sheet } = context;
    const said = byId('prediction-said');

    for (const [index, field] of fields().entries()) {
        field.value = work.shape[index];
        field.oninput = () => {
            work.shape[index] = field.value;
            context.save();
        };
    }
    said.className = work.hasShape || work.solved ? 'verdict right' : 'verdict';
    say(said, work.hasShape ? `The product is ${shapeText([shapes[0][0], shapes[1][1]])}.`
        : work.solved ? 'Solved.' : '');
    byId('no-product').hidden = sheet.kind !== 'shapes';
    byId('no-product').onclick = () => reaching(notice, () => check(context, null));
    byId('prediction').onsubmit = (event) => {
        event.preventDefault();

        const shape = given();

        if (shape)
            reaching(notice, () => check(context, shape));
    };
}
