/* Facts about the curl lines that a reader pastes: what comes back is what stands below them.
 *
 * In the README a line is a block of `sh` on 127.0.0.1:8080, and directly below it stands a block
 * of `json` or `text` with the answer. A block of `csv` below the name of a file is what the file
 * holds. On the start page a line is code, and the next sample is the answer, or what there is to
 * see in it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { comparable, output } from './lib/curl.js';
import { fact } from './lib/fact.js';
import { visible } from './lib/html.js';
import { ask, withServer } from './lib/server.js';
import { read } from './lib/tree.js';

const address = '127.0.0.1:8080';
const readme = read('README.md');

function pairsOfReadme() {
    const pair = /^```sh\n(curl [^`]*)^```\n```(?:json|text)\n(.*?)^```\n/gms;

    return [...readme.matchAll(pair)].map(([, command, answer]) => ({ command, answer }))
        .filter(({ command }) => command.includes(address));
}

/* The files that the lines send, in a folder of their own. */
function filesOfReadme() {
    const folder = mkdtempSync(join(tmpdir(), 'rowcol-facts-'));

    for (const [, name, text] of readme.matchAll(/`([\w.]+)`:\n\n```csv\n(.*?)^```/gms))
        writeFileSync(join(folder, name), text);
    return folder;
}

function pairsOfPage(html) {
    const pair = /<code>(curl .*?)<\/code>.*?<samp>(.*?)<\/samp>/gs;

    return [...html.matchAll(pair)].map(([, command, answer]) =>
        ({ command: visible(command), answer: visible(answer) }));
}

await fact('the README has five curl lines at least, each with its answer', function* () {
    const lines = readme.split('\n').filter((line) => /^curl /.test(line) && line.includes(address));

    if (lines.length < 5 || lines.length !== pairsOfReadme().length)
        yield `${lines.length} lines, ${pairsOfReadme().length} of them with an answer`;
});

await fact('every curl line of the README gives the answer below it', () =>
    withServer([], async (port) => {
        const found = [];
        const folder = filesOfReadme();

        for (const { command, answer } of pairsOfReadme()) {
            const got = await output(command.replaceAll(address, `127.0.0.1:${port}`), folder);

            if (got !== comparable(answer))
                found.push(`${command}should give\n${answer}but gives\n${got}`);
        }
        rmSync(folder, { recursive: true });
        return found;
    }));

await fact('every curl line of the start page gives the answer below it', () =>
    withServer([], async (port) => {
        const { body } = await ask(port, { target: '/' });
        const pairs = pairsOfPage(body);
        const found = pairs.length === 0 ? ['there is none'] : [];

        for (const { command, answer } of pairs) {
            const got = await output(command);

            if (!got.includes(answer))
                found.push(`${command}\nshould give\n${answer}\nbut gives\n${got}`);
        }
        return found;
    }));
