/* Facts about what librowcol shows to the world, and who may include what. Called with the build
 * folder and the shared library. */

import { execFileSync } from 'node:child_process';

import { different, fact } from './lib/fact.js';
import { filesBelow, read } from './lib/tree.js';

const library = process.argv[3];

const source = /\.[ch]$/;

/* The functions that the headers declare: whatever stands between ROWCOL_API and a parenthesis. */
function declared() {
    return filesBelow('include/rowcol', /\.h$/).flatMap((path) =>
        [...read(path).matchAll(/^ROWCOL_API\b[^;(]*?(\w+)\(/gm)].map(([, name]) => name));
}

/* The symbols that the library exports, less those that linkers and sanitizers add of
 * themselves. */
function exported() {
    const options = ['--dynamic', '--defined-only', '--format=posix'];

    return execFileSync('nm', [...options, library], { encoding: 'utf8' }).split('\n')
        .map((line) => line.split(/[ @]/)[0])
        .filter((name) => name !== '' && !/^_/.test(name));
}

await fact('the library exports what its headers declare, and nothing else', () =>
    different('the headers', declared(), 'the library', exported()));

/* Whoever includes a header, below these folders. */
function includersOf(header, folders) {
    const pattern = new RegExp(`^\\s*#\\s*include\\s*[<"]${header.replace('.', '\\.')}[>"]`, 'm');

    return folders.flatMap((folder) => filesBelow(folder, source))
        .filter((path) => pattern.test(read(path)));
}

await fact('only server/http includes <microhttpd.h>', function* () {
    const includers = includersOf('microhttpd.h', ['include', 'lib', 'server']);

    if (includers.length === 0)
        yield 'nobody does, not even server/http';
    for (const path of includers)
        if (!path.startsWith('server/http/'))
            yield path;
});

await fact('the library knows nothing of JSON documents or HTTP', function* () {
    for (const header of ['jansson.h', 'microhttpd.h', 'curl/curl.h'])
        for (const path of includersOf(header, ['include', 'lib']))
            yield `${path} includes <${header}>`;
});

await fact('no header of the library includes more than the C library and its own', function* () {
    const standard = /^(std\w+|limits|float|math|string|rowcol\/\w+)\.h$/;

    for (const path of filesBelow('include/rowcol', /\.h$/))
        for (const [, header] of read(path).matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm))
            if (!standard.test(header))
                yield `${path} includes <${header}>`;
});
