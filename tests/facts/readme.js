/* Facts about the README's curl lines: a reader who pastes one sees what stands below it.
 *
 * A pair is a block of `sh` with one curl command on 127.0.0.1:8080, and directly below it a block of
 * `json` or `text` with the answer. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { fact } from './lib/fact.js';
import { withServer } from './lib/server.js';
import { read } from './lib/tree.js';

const address = '127.0.0.1:8080';
const fence = /^```(\w+)\n(.*?)^```\n/gms;

function pairs() {
    const blocks = [...read('README.md').matchAll(fence)].map(({ 0: whole, 1: kind, 2: text, index }) =>
        ({ kind, text, begin: index, end: index + whole.length }));

    return blocks.flatMap((block, i) => {
        const next = blocks[i + 1];
        const follows = next && /^(json|text)$/.test(next.kind)
            && read('README.md').slice(block.end, next.begin).trim() === '';

        return block.kind === 'sh' && /^curl /.test(block.text) && block.text.includes(address) && follows
            ? [{ command: block.text, answer: next.text }] : [];
    });
}

function comparable(text) {
    return text.replace(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:');
}

await fact('the README has at least five curl lines with their answers', function* () {
    if (pairs().length < 5)
        yield `it has ${pairs().length}`;
});

await fact('every curl line of the README gives the answer below it', () =>
    withServer([], async (port) => {
        const found = [];

        for (const { command, answer } of pairs()) {
            const { stdout } = await promisify(execFile)('sh',
                ['-c', command.replaceAll(address, `127.0.0.1:${port}`)]);

            if (comparable(stdout) !== comparable(answer).replaceAll(address, `127.0.0.1:${port}`))
                found.push(`${command}should give\n${answer}but gives\n${stdout}`);
        }
        return found;
    }));
