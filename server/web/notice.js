/* What went wrong, in the server's own words, and what can be done about it. */

import { Unreachable } from './api.js';
import { el } from './dom.js';
import { shapeText } from './matrix.js';

export function clear(host) {
    host.replaceChildren();
}

/* A problem document (RFC 9457). `actions` are buttons. */
export function showProblem(host, problem, actions = []) {
    host.replaceChildren(el('div', { class: 'notice wrong' },
        el('h3', {}, problem.title ?? 'A problem'),
        el('p', {}, problem.detail ?? ''),
        ...(actions.length > 0
            ? [el('p', {}, 'What would work:'), el('p', { class: 'actions' }, ...actions)] : []),
        ...(/^\/problems\/[\w-]+$/.test(problem.type ?? '')
            ? [el('p', {}, el('a', { href: problem.type }, 'More about this problem'))] : [])));
}

/* A button for each suggestion of a mismatch. */
export function suggestionButtons(problem, apply) {
    return (problem.suggestions ?? []).map((suggestion) =>
        el('button', { type: 'button', onclick: () => apply(suggestion) },
            suggestion.change,
            suggestion.shape ? `: ${shapeText(suggestion.shape)}` : ''));
}

/* Does `work`; where the server is gone says so, and offers to try again. */
export async function reaching(host, work) {
    try {
        return await work();
    } catch (error) {
        if (!(error instanceof Unreachable))
            throw error;
        host.replaceChildren(el('div', { class: 'notice wrong' },
            el('h3', {}, 'The server does not answer'),
            el('p', {}, 'It may have stopped, or the connection is down. Nothing that you typed is '
                + 'lost: try again when it is back.'),
            el('p', { class: 'actions' },
                el('button', { type: 'button', onclick: () => reaching(host, work) },
                    'Try again'))));
        return undefined;
    }
}
