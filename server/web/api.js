/* The public API, as anybody may use it. */

const PATIENCE_MS = 30000;

const listeners = [];

/* Calls `listener` with each exchange: what was asked, and what came back. */
export function onExchange(listener) {
    listeners.push(listener);
}

/* The server could not be asked: it is gone, or the way to it is. */
export class Unreachable extends Error {}

/* A form of parts: of each { name, file } the file as it is, of { name, json } a text. */
function form(parts) {
    const data = new FormData();

    for (const { name, file, json } of parts)
        data.append(name, file ?? new Blob([json], { type: 'application/json' }));
    return data;
}

/* `read` takes the response's body in before the time is up. */
async function send(method, path, body, accept, read) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    const headers = { Accept: accept };
    const isForm = Array.isArray(body);

    if (body !== undefined && !isForm)
        headers['Content-Type'] = 'application/json';
    try {
        const response = await fetch(path, {
            method, headers, body: isForm ? form(body) : body, signal: patience.signal,
            cache: 'no-store',
        });

        return { response, content: await read(response) };
    } catch (error) {
        throw new Unreachable(error.message);
    } finally {
        clearTimeout(timer);
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

/* Asks and gives { ok, status, value, text, timing }, also where the answer is a problem. Throws
 * Unreachable where there is none. `body` is JSON text, so that digits go out as typed, or a list
 * of parts. */
export async function ask(method, path, body) {
    const { response, content: text } = await send(method, path, body, 'application/json',
        (each) => each.text());
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

/* Asks for the answer in another form: { file }, or { problem }. */
export async function askFile(path, body, accept) {
    const { response, content } = await send('POST', path, body, accept, (each) => each.blob());

    return response.ok ? { file: content }
        : { problem: parsed(await content.text()) ?? { title: `Status ${response.status}` } };
}
