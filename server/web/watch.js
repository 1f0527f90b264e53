/* Watch: the product, entry by entry. What is shown follows from state.step alone, so that one can
 * go back as well as on; playing is stepping by a clock. */

import { ask } from './api.js';
import { byId, el, say } from './dom.js';
import { frameAt, frameCount, nextLanding } from './frames.js';
import { firstFault, ofNumbers, shapeOf, suggested, toJson } from './matrix.js';
import { clear, reaching, showProblem, suggestionButtons } from './notice.js';
import { judged } from './rule.js';
import { Stage } from './stage.js';
import { change, state, whenever } from './state.js';
import { line, mismatchSentence, sentence } from './working.js';

/* By the number of the slider: milliseconds a step. */
const PACES = [2400, 1500, 900, 500, 220];
const PACE_NAMES = ['very slow', 'slow', 'normal', 'fast', 'very fast'];

let stage;
let timer = 0;

/* The working of the operands that were asked about: { a, b, steps, product }. */
let explained = null;

function count() {
    const [m, n] = shapeOf(state.a);
    const [p, q] = shapeOf(state.b);

    return n === p ? frameCount(m, n, q) : 1;
}

function frame() {
    const [, n] = shapeOf(state.a);
    const [, q] = shapeOf(state.b);

    return frameAt(Math.min(state.step, count()), n, q);
}

function playing() {
    return timer !== 0;
}

/* --- Words ------------------------------------------------------------------------------------ */

function words(now) {
    const { inner, fits } = judged(shapeOf(state.a), shapeOf(state.b));
    const step = explained?.steps[now.entry];

    if (!fits)
        return mismatchSentence(inner);
    return step && now.phase !== 'start' ? sentence(now, step) : 'Press Play, or go step by step.';
}

/* The lines of the entries that have landed. */
function showLines({ landed }) {
    const list = byId('watch-lines');

    while (list.children.length > landed)
        list.lastChild.remove();
    while (list.children.length < landed && explained)
        list.append(el('li', {}, explained.steps[list.children.length].text));
    list.scrollTop = list.scrollHeight;
}

/* --- The picture ------------------------------------------------------------------------------ */

function build() {
    if (state.tab !== 'watch')
        return;

    const { fits } = judged(shapeOf(state.a), shapeOf(state.b));

    stage.build({
        a: state.a,
        b: state.b,
        product: fits && explained ? ofNumbers(explained.product) : [],
        steps: explained?.steps ?? [],
        waterfall: state.view === 'waterfall' || !fits,
    });
    byId('watch-lines').replaceChildren();
    for (const button of byId('views').querySelectorAll('input'))
        button.checked = button.value === state.view;
    show();
}

function show() {
    if (state.tab !== 'watch' || !stage.stage)
        return;

    const now = frame();

    stage.show(now);
    say(byId('watch-said'), words(now));
    byId('watch-line').replaceChildren(...line(now, explained?.steps[now.entry]));
    showLines(now);
    byId('watch-back').disabled = state.step === 0;
    byId('watch-start').disabled = state.step === 0;
    byId('watch-step').disabled = state.step >= count();
    byId('watch-entry').disabled = state.step >= count();
}

/* --- The working, from the server ------------------------------------------------------------- */

function isExplained() {
    return explained !== null && explained.a === state.a && explained.b === state.b;
}

function apply(suggestion) {
    change({ ...suggested(suggestion, state), step: 0 });
}

async function explain() {
    const { a, b } = state;
    const notice = byId('watch-notice');
    const { ok, value } = await ask('POST', '/v1/explain', `{"a":${toJson(a)},"b":${toJson(b)}}`);

    if (a !== state.a || b !== state.b)
        return;
    clear(notice);
    if (ok)
        explained = { a, b, steps: value.steps, product: value.product };
    else
        showProblem(notice, value, suggestionButtons(value, apply));
    build();
}

/* Sees to it that what is shown is about the operands as they are. */
async function prepare() {
    if (state.tab !== 'watch') {
        pause();
        return;
    }
    if (isExplained()) {
        build();
        return;
    }
    explained = null;
    pause();
    clear(byId('watch-notice'));
    build();
    if (firstFault(state.a) || firstFault(state.b))
        showProblem(byId('watch-notice'), {
            title: 'Not a number',
            detail: 'An entry holds something else. It is marked in Multiply.',
        });
    else
        await reaching(byId('watch-notice'), explain);
}

/* --- Controls --------------------------------------------------------------------------------- */

function go(step) {
    change({ step: Math.max(0, Math.min(step, count())) });
}

function pause() {
    clearInterval(timer);
    timer = 0;
    byId('watch-play').textContent = 'Play';
    byId('watch-said').setAttribute('aria-live', 'polite');
}

function tick() {
    if (!isExplained() || state.step >= count())
        pause();
    else
        go(state.step + 1);
}

function play() {
    if (state.step >= count())
        go(0);
    byId('watch-play').textContent = 'Pause';
    byId('watch-said').setAttribute('aria-live', 'off');
    clearInterval(timer);
    timer = setInterval(tick, PACES[byId('watch-pace').value - 1]);
}

function setPace() {
    const pace = byId('watch-pace');

    pace.setAttribute('aria-valuetext', PACE_NAMES[pace.value - 1]);
    byId('watch-stage').style.setProperty('--pace', `${PACES[pace.value - 1] * 0.5}ms`);
    if (playing())
        play();
}

function toggle() {
    if (playing())
        pause();
    else
        play();
}

function step(by) {
    pause();
    go(state.step + by);
}

const keys = {
    ' ': toggle,
    'ArrowRight': () => step(1),
    'ArrowLeft': () => step(-1),
    'Home': () => step(-Infinity),
    'End': () => step(Infinity),
};

/* Where no control has the keys for itself. */
function pressed(event) {
    const own = event.target.closest('input, select, textarea, [role=tab]')
        || (event.key === ' ' && event.target.closest('button, a'));

    if (state.tab !== 'watch' || own || event.ctrlKey || event.metaKey || event.altKey
        || !Object.hasOwn(keys, event.key))
        return;
    event.preventDefault();
    keys[event.key]();
}

/* Only another width asks for another picture: its height is the picture's own. */
function resized() {
    if (stage.width !== byId('watch-stage').clientWidth)
        build();
}

export function startWatch() {
    stage = new Stage(byId('watch-stage'));
    byId('watch-play').addEventListener('click', toggle);
    byId('watch-step').addEventListener('click', () => step(1));
    byId('watch-back').addEventListener('click', () => step(-1));
    byId('watch-start').addEventListener('click', () => step(-Infinity));
    byId('watch-entry').addEventListener('click', () => {
        pause();
        go(nextLanding(state.step, shapeOf(state.a)[1]));
    });
    byId('watch-pace').addEventListener('input', setPace);
    byId('views').addEventListener('change', ({ target }) => change({ view: target.value }));
    document.addEventListener('keydown', pressed);
    new ResizeObserver(resized).observe(byId('watch-stage'));
    whenever(['tab', 'a', 'b'], prepare);
    whenever(['view'], build);
    whenever(['step'], show);
    setPace();
    prepare();
}
