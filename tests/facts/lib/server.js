/* A real rowcold, and requests to it. */

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

import { build } from './tree.js';

const environment = Object.fromEntries(Object.entries(process.env)
    .filter(([name]) => !name.startsWith('ROWCOL_')));

/* The port that the log says the server listens on, as soon as it says so. */
function portOf(program, ended) {
    return new Promise((resolve, reject) => {
        let log = '';

        program.stderr.setEncoding('utf8').on('data', (text) => {
            log += text;

            const line = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log);

            if (line)
                resolve(Number(line[1]));
        });
        ended.then((how) => reject(new Error(`rowcold does not start (${how}):\n${log}`)));
    });
}

/* Starts a server with these options on a port of its own choice, lets `use` work with it, and
 * stops it. That it ends well, also under a sanitizer, belongs to every fact that needs one. */
export async function withServer(options, use) {
    const program = spawn(join(build, 'rowcold'), ['--listen', '127.0.0.1:0', ...options],
        { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise((resolve) => {
        program.on('error', resolve);
        program.on('exit', (code, signal) => resolve(code ?? signal));
    });

    try {
        return await use(await portOf(program, ended));
    } finally {
        program.kill('SIGTERM');

        const how = await ended;

        if (how !== 0)
            throw new Error(`rowcold does not end well: ${how}`);
    }
}

/* What was asked and answered so far, as contract.js reads it. */
const exchanges = [];

/* Leaves all exchanges where contract.js finds those of every test. */
export function leaveExchanges(name) {
    const folder = join(build, 'exchanges');

    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.jsonl`),
        exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
}

/* Sends one request and reads the whole answer. Headers have lower-case names, both ways; a body
 * is a text or a Buffer. */
export async function ask(port, { method = 'GET', target = '/', headers = {}, body }) {
    const answer = await new Promise((resolve, reject) => {
        const request = http.request({
            host: '127.0.0.1', port, method, path: target, agent: false,
            headers: body === undefined ? headers
                : { 'content-length': Buffer.byteLength(body), ...headers },
        });

        request.on('error', reject);
        request.on('response', async (response) => {
            const parts = [];

            for await (const part of response)
                parts.push(part);
            resolve({
                status: response.statusCode,
                headers: response.headers,
                body: Buffer.concat(parts).toString(),
            });
        });
        request.end(body);
    });

    exchanges.push({
        case: 'an example', method, target, request_headers: headers,
        request_body: body?.toString() ?? null, ...answer,
    });
    return answer;
}
