/* Use it from code: the last request as a program that works, and the raw answer. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { build, top } from '../facts/lib/tree.js';
import { button, cell, tab } from './lib/find.js';
import { run } from './lib/run.js';

const call = promisify(execFile);

async function code(page, language) {
    await page.getByRole('radio', { name: language, exact: true }).check();
    return page.getByRole('group', { name: 'Code' }).textContent();
}

/* Builds a program against the library as it stands here, and libcurl, and runs it. */
async function callC(text) {
    const folder = await mkdtemp(join(tmpdir(), 'rowcol-c-'));
    const libraries = resolve(build, 'lib');

    try {
        await writeFile(join(folder, 'example.c'), text);
        await call('cc', ['-std=c17', '-Wall', '-Wextra', '-Wpedantic', '-Werror',
            `-I${join(top, 'include')}`, '-o', join(folder, 'example'), join(folder, 'example.c'),
            `-L${libraries}`, '-lrowcol', '-lcurl', `-Wl,-rpath,${libraries}`]);
        return await call(join(folder, 'example'), []);
    } finally {
        await rm(folder, { recursive: true });
    }
}

/* What a program prints that was written for this language. */
const runners = {
    curl: (text) => call('sh', ['-c', `${text} --silent`]),
    JavaScript: (text) => call('node', ['--input-type=module', '-e', text]),
    Python: (text) => call('python3', ['-c', text]),
    'C (librowcol)': callC,
};

const online = ['curl', 'JavaScript', 'Python'];

async function output(page, language) {
    const { stdout } = await runners[language](await code(page, language));

    return stdout.replace(/\s/g, '').replaceAll('\'', '"');
}

await run(async (test) => {
    await test('the request of Multiply, in each language, gives what Multiply shows', {},
        async (page) => {
            await button(page, /^Example 4/).click();
            await page.getByRole('table', { name: 'Product, 2 x 3', exact: true }).waitFor();
            await tab(page, /code$/i).click();
            await page.getByText('What this page has just asked: POST /v1/multiply').waitFor();
            for (const language of online)
                assert.match(await output(page, language), /\[\[10,10,8\],\[31,34,17\]\]/, language);
        });

    await test('the request of Practise, in each language, gives the sheet', {
        fragment: 'tab=practise&seed=7',
    }, async (page) => {
        await page.getByRole('heading', { name: 'Exercise 1' }).waitFor();
        await tab(page, /code$/i).click();
        await page.getByText('What this page has just asked: GET /v1/practice?seed=7').waitFor();
        for (const language of online)
            assert.match(await output(page, language), /seed"?:7,/, language);
    });

    await test('the request of Operations, in each language, gives its answer', {
        fragment: 'tab=operations&operation=trace&a=2,1;5,4',
    }, async (page) => {
        await button(page, 'Compute').click();
        await page.getByRole('region', { name: 'tr A', exact: true }).waitFor();
        await tab(page, /code$/i).click();
        await page.getByText('What this page has just asked: POST /v1/trace').waitFor();
        for (const language of Object.keys(runners))
            assert.match(await output(page, language), /trace"?:6/, language);
    });

    await test('a request with a file is a line for curl in each language', {
        fragment: 'tab=operations&operation=trace',
    }, async (page) => {
        await page.locator('#operand-a input[type=file]').setInputFiles({
            name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('2,1\n5,4\n'),
        });
        await button(page, 'Compute').click();
        await page.getByRole('region', { name: 'tr A', exact: true }).waitFor();
        await tab(page, /code$/i).click();
        for (const language of Object.keys(runners))
            assert.match(await code(page, language), /curl -F 'a=@a\.csv' /, language);
    });

    await test('the program in C does the same by the library', {}, async (page) => {
        const prints = async (wanted) => {
            await tab(page, /code$/i).click();

            const { stdout } = await callC(await code(page, 'C (librowcol)'));

            assert.match(stdout, wanted);
        };

        await button(page, /^Example 4/).click();
        await page.getByRole('table', { name: 'Product, 2 x 3', exact: true }).waitFor();
        await prints(/^10 10 8 \n31 34 17 \n$/);
        await tab(page, 'Watch').click();
        await page.getByText('Press Play, or go step by step.').waitFor();
        await prints(/^a = 2\*3 \+ 1\*4 = 6 \+ 4 = 10\n(.*\n){4}f = .* = 17\n$/);
        await tab(page, 'Practise').click();
        await page.getByRole('heading', { name: 'Exercise 1' }).waitFor();
        await prints(/^1\.\n(.*\n)*20\.\n/);
        await tab(page, 'Practise').click();
        await page.getByLabel('Rows').fill('2');
        await page.getByLabel('Columns').fill('1');
        await button(page, 'Check the shape').click();
        await cell(page, 'Product', 1, 1).waitFor();
        await prints(/^2 x 2 times 2 x 1: .* 2 x 1\.\n$/);
        await tab(page, 'Practise').click();
        await cell(page, 'Product', 1, 1).fill('1000');
        await cell(page, 'Product', 2, 1).fill('1000');
        await button(page, 'Check the entries').click();
        await page.getByText('Not yet: look at').waitFor();
        await prints(/^[a-z-]+: .*\n$/);
    });

    await test('the raw answer is there, with where its time went', {}, async (page) => {
        await button(page, /^Example 1/).click();
        await page.getByRole('table', { name: 'Product, 1 x 1', exact: true }).waitFor();
        await tab(page, /code$/i).click();
        await page.getByText('{"shape":[1,1],"product":[[23]]}').waitFor();
        await page.getByText(/read;dur=[\d.]+, compute;dur=[\d.]+/).waitFor();
        await page.getByText('200, application/json').waitFor();
    });

    await test('before anything is asked, it says what will be', {
        fragment: 'tab=code&a=1,2&b=3;4',
    }, async (page, { origin }) => {
        await page.getByText('What Multiply will ask: POST /v1/multiply').waitFor();
        assert.equal(await code(page, 'curl'),
            `curl --json '{"a":[[1,2]],"b":[[3],[4]]}' '${origin}/v1/multiply'`);
        assert.equal(await page.getByRole('heading', { name: 'The raw answer' }).count(), 0);
    });

    await test('the code is copied by a button', {
        fragment: 'tab=code&a=1,2&b=3;4', permissions: ['clipboard-read', 'clipboard-write'],
    }, async (page) => {
        const text = await code(page, 'Python');

        await button(page, 'Copy').click();
        await page.getByText('Copied.').waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    });
});
