/* Operations: all that the server computes, on the same grids. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { button, cell, entries, paste, tab, type, typed } from './lib/find.js';
import { run } from './lib/run.js';

const call = promisify(execFile);

async function choose(page, name) {
    await page.getByRole('radio', { name, exact: true }).check();
}

/* One member of the answer, as it can be read: rows of texts, or one text. */
async function result(page, name) {
    const part = page.getByRole('region', { name, exact: true });

    await part.waitFor();
    if (await part.getByRole('table').count() > 0)
        return entries(part.getByRole('table'));
    return part.locator('p').textContent();
}

async function ruleSays(page, text) {
    await page.getByRole('region', { name: 'The shape rule' }).getByText(text).waitFor();
}

function curlOf(page) {
    return page.getByRole('group', { name: 'The same with curl' }).textContent();
}

/* What rounds differently on another machine is compared as a number. */
function near(got, expected) {
    for (const [i, row] of expected.entries())
        for (const [j, value] of row.entries())
            assert.ok(Math.abs(got[i][j] - value) < 1e-12, `${got[i][j]} is not ${value}`);
}

const root = Math.sqrt(0.5);

/* What the example of each operation comes to. */
const examples = {
    'Add': { 'A + B': [['11', '22'], ['33', '44']] },
    'Subtract': { 'A \u2212 B': [['4', '4'], ['4', '4']] },
    'Hadamard': { 'A \u2218 B': [['2', '0'], ['0', '8']] },
    'Kronecker': { 'A \u2297 B': [['0', '1', '0', '2'], ['1', '0', '2', '0'], ['0', '3', '0', '4'],
        ['3', '0', '4', '0']] },
    'Scale': { 'c A': [['2.5', '5'], ['7.5', '10']] },
    'Transpose': { 'A\u1d40': [['1', '4'], ['2', '5'], ['3', '6']] },
    'Power': { 'A\u1d4f': [['89', '55'], ['55', '34']] },
    'Trace': { 'tr A': '6' },
    'Determinant': { 'det A': '4' },
    'Rank': { 'rank A': '2' },
    'Norm': { '\u2016A\u2016': '5' },
    'Solve': { X: [['3'], ['2']], method: 'lu' },
    'Inverse': { 'A\u207b\u00b9': [['1', '-0.25'], ['-1', '0.5']] },
    'LU': { L: [['1', '0'], ['0.5', '1']], U: [['4', '4'], ['0', '-1']], P: [['2', '1']] },
    'QR': { R: [[5, 2.2], [0, 0.4]] },
    'Cholesky': { L: [['2', '0'], ['1', '2']] },
    'SVD': { '\u03a3': [[Math.sqrt(45), Math.sqrt(5)]] },
    'Eigen': { '\u039b': [[1, 3]], 'V': [[-root, root], [root, root]] },
    'Chain': { product: [['10'], ['20'], ['30']], order: 'A (B C)', work: '14', otherwise: '36' },
};

await run(async (test) => {
    await test('every operation has an example, and comes to what it should', {
        fragment: 'tab=operations',
    }, async (page) => {
        const names = await page.getByRole('radiogroup', { name: 'Operation' })
            .getByRole('radio')
            .evaluateAll((all) => all.map((each) => each.parentNode.textContent));

        assert.deepEqual(names.sort(), Object.keys(examples).sort());
        for (const [name, members] of Object.entries(examples)) {
            await choose(page, name);
            await button(page, 'Example').click();
            for (const [symbol, expected] of Object.entries(members)) {
                const got = await result(page, symbol);

                if (typeof expected[0][0] === 'number')
                    near(got, expected);
                else
                    assert.deepEqual(got, expected, `${name}: ${symbol}`);
            }
        }
    });

    await test('what somebody typed stays when another operation is chosen', {
        fragment: 'tab=operations&operation=trace',
    }, async (page) => {
        await type(page, 'A', [['1', '2'], ['3', '5']]);
        for (const [name, symbol, expected] of [
            ['Trace', 'tr A', '6'], ['Norm', '\u2016A\u2016', '6.2'], ['Determinant', 'det A', '-1'],
        ]) {
            await choose(page, name);
            assert.deepEqual(await typed(page, 'A'), [['1', '2'], ['3', '5']]);
            await button(page, 'Compute').click();
            assert.match(await result(page, symbol), new RegExp(`^${expected}`));
        }
    });

    await test('the rule is told while one changes shapes, before anything is sent', {
        fragment: 'tab=operations&operation=add&a=1,2;3,4&b=1,2;3,4',
    }, async (page) => {
        await page.route('**/v1/**', () => assert.fail('something was sent'));
        await ruleSays(page, 'Both are 2 x 2, and so is the sum.');
        await button(page, 'Add a column to A').click();
        await ruleSays(page, 'A is 2 x 3 and B is 2 x 2: entries meet in pairs only if');
        for (const [name, text] of [
            ['Kronecker', 'the Kronecker product is 4 x 6.'],
            ['Transpose', '2 x 3 becomes 3 x 2.'],
            ['Trace', 'A is 2 x 3: only a square matrix'],
            ['Solve', 'the solution is 3 x 2, by least squares.'],
            ['LU', 'L is 2 x 2 and U is 2 x 3.'],
            ['Chain', 'A has 3 columns and B has 2 rows'],
        ]) {
            await choose(page, name);
            await ruleSays(page, text);
        }
        await choose(page, 'Solve');
        await page.getByLabel('Method').selectOption('LU');
        await ruleSays(page, 'LU solves square systems only');
    });

    await test('options go out as typed, and none that was left alone', {
        fragment: 'tab=operations&operation=power&a=2',
    }, async (page) => {
        await page.getByLabel('Exponent k').fill('3');
        assert.match(await curlOf(page), /--json '\{"a":\[\[2\]\],"exponent":3\}'/);
        await page.getByLabel('Exponent k').press('Enter');
        assert.deepEqual(await result(page, 'A\u1d4f'), [['8']]);
        await choose(page, 'Norm');
        assert.match(await curlOf(page), /--json '\{"a":\[\[2\]\]\}'/);
        await page.getByLabel('Kind').selectOption({ label: 'max: largest entry' });
        await page.getByLabel('Answer in').selectOption({ label: 'single precision' });
        assert.match(await curlOf(page), /"kind":"max","dtype":"float32"\}'/);
        await page.getByLabel('Exponent k').waitFor({ state: 'detached' });
    });

    await test('single precision is what the server writes', {
        fragment: 'tab=operations&operation=scale&a=1&options=by:0.1;dtype:%22float32%22',
    }, async (page) => {
        await button(page, 'Compute').click();
        assert.deepEqual(await result(page, 'c A'), [['0.1']]);
        await page.getByLabel('By c').fill('one');
        await button(page, 'Compute').click();
        await page.getByRole('alert').getByText('\u201cone\u201d is no number.').waitFor();
    });

    await test('complex numbers are written as people do', {
        fragment: 'tab=operations&operation=eigen&a=0,-1;1,0',
    }, async (page) => {
        await button(page, 'Compute').click();
        assert.deepEqual((await result(page, '\u039b'))[0].sort(), ['-i', 'i']);
        assert.match((await result(page, 'V')).flat().join(' '), /0\.7071\d*i/);
    });

    await test('a refusal is the server\'s, and its suggestions do what they say', {
        fragment: 'tab=operations&operation=solve&a=1,2;2,4&b=1;2', expect: ['422'],
    }, async (page) => {
        await button(page, 'Compute').click();

        const alert = page.getByRole('alert').filter({ hasText: 'singular' });

        await alert.getByRole('button', { name: /least.squares/i }).click();
        assert.equal(await result(page, 'method'), 'least-squares');
        await choose(page, 'Inverse');
        await button(page, 'Compute').click();
        await button(page, /pseudo-inverse/).click();
        assert.equal(await result(page, 'method'), 'least-squares');
        assert.deepEqual(await typed(page, 'B'), [['1', '0'], ['0', '1']]);
        await choose(page, 'Add');
        await button(page, 'Add a row to A').click();
        await button(page, 'Transpose A').click();
        await button(page, 'Add a row to B').click();
        await button(page, 'Compute').click();
        await page.getByRole('alert').getByText('Shapes do not match').waitFor();
        assert.equal(await page.getByRole('region', { name: 'A + B', exact: true }).count(), 0);
        await button(page, /^transpose b/).click();
        await page.getByRole('region', { name: 'A + B', exact: true }).waitFor();
    });

    await test('a chain takes up to six matrices', {
        fragment: 'tab=operations&operation=chain&a=1,2&b=1;2',
    }, async (page) => {
        for (const name of ['C', 'D', 'E', 'F']) {
            await button(page, 'Add a matrix').click();
            await cell(page, name, 1, 1).waitFor();
        }
        assert.equal(await button(page, 'Add a matrix').count(), 0);
        for (let i = 0; i < 4; i++)
            await button(page, 'Remove the last').click();
        assert.equal(await button(page, 'Remove the last').count(), 0);
        await button(page, 'Compute').click();
        assert.deepEqual(await result(page, 'product'), [['5']]);
    });

    await test('a link holds the operation, its matrices and its options', {
        fragment: 'tab=operations&operation=chain',
    }, async (page) => {
        await button(page, 'Example').click();
        await page.waitForFunction(() => location.hash.includes('&c='));

        const other = await page.context().newPage();

        await other.goto(page.url());
        await button(other, 'Compute').click();
        assert.equal(await result(other, 'order'), 'A (B C)');
        await choose(other, 'Power');
        await other.getByLabel('Exponent k').fill('4');
        await other.waitForFunction(() => location.hash.includes('options=exponent:4'));
    });

    await test('matrices are pasted as everywhere, vectors as the operation takes them', {
        fragment: 'tab=operations&operation=solve',
    }, async (page) => {
        await paste(cell(page, 'B', 1, 1), '[7,8]');
        assert.deepEqual(await typed(page, 'B'), [['7'], ['8']]);
        await choose(page, 'Add');
        await paste(cell(page, 'B', 1, 1), '[7,8]');
        assert.deepEqual(await typed(page, 'B'), [['7', '8']]);
    });

    await test('a file is an operand, and goes out as it is', {
        fragment: 'tab=operations&operation=add&a=1,2;3,4',
    }, async (page) => {
        const folder = await mkdtemp(join(tmpdir(), 'rowcol-file-'));

        try {
            const file = join(folder, 'b.csv');

            await writeFile(file, '10,20\n30,40\n');
            await page.locator('#operand-b input[type=file]').setInputFiles(file);
            await ruleSays(page, 'A file tells its shape to the server');
            await button(page, 'Compute').click();
            assert.deepEqual(await result(page, 'A + B'), [['11', '22'], ['33', '44']]);

            const line = `${await curlOf(page)} -s`;
            const { stdout } = await call('sh', ['-c', line], { cwd: folder });

            assert.equal(stdout, '{"shape":[2,2],"sum":[[11,22],[33,44]]}\n');
            await button(page, 'Type B instead').click();
            await cell(page, 'B', 1, 1).waitFor();
        } finally {
            await rm(folder, { recursive: true });
        }
    });

    await test('an answer is downloaded, and is an operand again', {
        fragment: 'tab=operations&operation=transpose&a=1,2,3',
    }, async (page) => {
        await button(page, 'Compute').click();
        await result(page, 'A\u1d40');

        const waiting = page.waitForEvent('download');

        await button(page, 'Download .npy').click();

        const download = await waiting;
        const path = await download.path();

        assert.equal(download.suggestedFilename(), 'transpose.npy');
        assert.match((await readFile(path)).toString('latin1'), /^\x93NUMPY.*'shape': \(3, 1\)/s);
        await page.locator('#operand-a input[type=file]').setInputFiles({
            name: 'a.npy', mimeType: 'application/x-npy', buffer: await readFile(path),
        });
        await ruleSays(page, '3 x 1 becomes 1 x 3.');
        await button(page, 'Compute').click();
        assert.deepEqual(await result(page, 'A\u1d40'), [['1', '2', '3']]);
    });

    await test('several results come as an archive', {
        fragment: 'tab=operations&operation=lu&a=1,2;3,4',
    }, async (page) => {
        await button(page, 'Compute').click();
        await result(page, 'L');

        const waiting = page.waitForEvent('download');

        await button(page, 'Download .npz').click();
        assert.equal(
            (await readFile(await (await waiting).path())).subarray(0, 2).toString(), 'PK');
    });

    await test('a long answer scrolls, and a very long one is cut', {
        fragment: `tab=operations&operation=kronecker&a=${Array(12).fill('1').join(',')}`
            + `&b=${Array(12).fill('2').join(',')}`,
        viewport: { width: 360, height: 700 },
    }, async (page) => {
        await button(page, 'Compute').click();
        assert.equal((await result(page, 'A \u2297 B'))[0].length, 40);
        await page.getByText('The first 40 of 1 x 144').waitFor();
        assert.equal(await page.evaluate(() =>
            document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });

    await test('the last request is there in other languages', {
        fragment: 'tab=operations&operation=trace&a=1,2;3,4',
    }, async (page) => {
        await button(page, 'Compute').click();
        await result(page, 'tr A');
        await button(page, 'Other languages').click();
        await page.getByText('What this page has just asked: POST /v1/trace').waitFor();
        assert.equal(await tab(page, /code$/i).getAttribute('aria-selected'), 'true');
    });
});
