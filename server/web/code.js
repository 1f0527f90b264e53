/* Use it from code: the request that the page has just made, and what came back. */

import { onExchange } from './api.js';
import { byId, say } from './dom.js';
import { toJson } from './matrix.js';
import { SNIPPETS } from './snippets.js';
import { state, whenever } from './state.js';

/* The last request; before there is one, the one that Multiply would make. */
let last = null;

function request() {
    return last ?? {
        method: 'POST',
        path: '/v1/multiply',
        body: `{"a":${toJson(state.a)},"b":${toJson(state.b)}}`,
    };
}

function language() {
    return byId('languages').querySelector('input:checked').value;
}

function showAnswer({ answer }) {
    byId('answer').hidden = !answer;
    if (!answer)
        return;
    byId('answer-status').textContent = `${answer.status}, ${answer.type}`;
    byId('answer-timing').textContent = answer.timing ?? 'not told';
    byId('answer-text').textContent = answer.text;
}

function show() {
    if (state.tab !== 'code')
        return;

    const { method, path } = request();

    byId('code-request').textContent = last
        ? `What this page has just asked: ${method} ${path}`
        : `What Multiply will ask: ${method} ${path}`;
    byId('code-text').textContent = SNIPPETS[language()](request(), location.origin);
    say(byId('code-said'), '');
    showAnswer(request());
}

async function copy() {
    try {
        await navigator.clipboard.writeText(byId('code-text').textContent);
        say(byId('code-said'), 'Copied.');
    } catch {
        getSelection().selectAllChildren(byId('code-text'));
        say(byId('code-said'), 'Selected: copy it with the keyboard.');
    }
}

export function startCode() {
    onExchange((exchange) => {
        last = exchange;
        show();
    });
    byId('languages').addEventListener('change', show);
    byId('copy-code').addEventListener('click', copy);
    whenever(['tab', 'a', 'b'], show);
    show();
}
