/* The public API, as anybody may use it. */

const PATIENCE_MS = 30000;

const listeners = [];

/* Calls `listener` with each exchange: what was asked, and what came back. */
export function onExchange(listener) {
    listeners.push(listener);
}

/* The server could not be asked: it is gone, or the way to it is. */
export class Unreachable extends Error {}

function send(method, path, body) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    const headers = { Accept: 'application/json' };

    if (body !== undefined)
        headers['Content-Type'] = 'application/json';
    return fetch(path, { method, headers, body, signal: patience.signal, cache: 'no-store' })
        .then(async (response) => ({ response, text: await response.text() }))
        .finally(() => clearTimeout(timer));
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

/* Asks and gives { ok, status, value, text, timing }, also where the answer is a problem. Throws
 * Unreachable where there is none. `body` is JSON text, so that digits go out as typed. */
export async function ask(method, path, body) {
    const { response, text } = await send(method, path, body).catch((error) => {
        throw new Unreachable(error.message);
    });
    const value = parsed(text);

    if (value === null)
        throw new Unreachable('The answer is no JSON.');

    const answer = {
        ok: response.ok,
        status: response.status,
        type: response.headers.get('Content-Type'),
        timing: response.headers.get('Server-Timing'),
        value,
        text,
    };

    for (const listener of listeners)
        listener({ method, path, body, answer });
    return answer;
}
