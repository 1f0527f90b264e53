/* Practise: the shape first, then the entries. */

import assert from 'node:assert/strict';

import { button, cell, entries, product, type } from './lib/find.js';
import { run } from './lib/run.js';

const sheet7 = { fragment: 'tab=practise&seed=7&exercise=6' };

async function operands(page) {
    const found = [];

    for (const name of ['A', 'B']) {
        const rows = await entries(page.getByRole('table', { name: new RegExp(`^${name}, `) }));

        found.push(rows.map((row) => row.map(Number)));
    }
    return found;
}

async function predict(page, rows, columns) {
    await page.getByLabel('Rows').fill(String(rows));
    await page.getByLabel('Columns').fill(String(columns));
    await button(page, 'Check the shape').click();
}

async function says(page, text) {
    await page.getByRole('status').filter({ hasText: text }).first().waitFor();
}

/* The sixth exercise of the lesson's sheet is the first of two squares. */
async function opened(page) {
    await page.getByRole('heading', { name: 'Exercise 6' }).waitFor();

    const [a, b] = await operands(page);

    assert.deepEqual([a.length, a[0].length, b.length, b[0].length], [2, 2, 2, 2]);
    return product(a, b);
}

await run(async (test) => {
    await test('the shape comes first, and the entries after it', sheet7, async (page) => {
        await opened(page);
        assert.equal(await button(page, 'Check the entries').count(), 0);
        await predict(page, 2, 3);
        await says(page, 'Not yet. Take the outer numbers');
        assert.equal(await button(page, 'Check the entries').count(), 0);
        await predict(page, 2, 2);
        await says(page, 'Right. 2 x 2 times 2 x 2');
        await button(page, 'Check the entries').waitFor();
        assert.ok(await cell(page, 'Product', 1, 1).evaluate((each) => each === document.activeElement));
    });

    await test('right entries solve the exercise, count, and lead to the next', sheet7,
        async (page) => {
            const right = await opened(page);

            await predict(page, 2, 2);
            await type(page, 'Product', right);
            await cell(page, 'Product', 2, 2).press('Enter');
            await says(page, 'Right, every entry.');
            await says(page, '1 of 20 solved');
            await page.getByText('1 in a row at once (best 1)').waitFor();
            await page.getByRole('button', { name: 'Exercise 6, solved' }).waitFor();
            await button(page, 'Next exercise').click();
            await page.getByRole('heading', { name: 'Exercise 7' }).waitFor();
        });

    await test('a wrong entry is marked, the mistake is named, the working is there for the asking',
        sheet7, async (page) => {
            const right = await opened(page);
            const wrong = right.map((row, i) => row.map((value, j) => i + j === 0 ? value + 1 : value));

            await predict(page, 2, 2);
            await type(page, 'Product', wrong);
            await button(page, 'Check the entries').click();
            await says(page, 'Not yet: look at row 1, column 1.');
            assert.equal(await cell(page, 'Product', 1, 1).getAttribute('aria-invalid'), 'true');
            assert.equal(await cell(page, 'Product', 2, 2).getAttribute('aria-invalid'), 'false');
            assert.ok((await page.locator('.mistake').textContent()).length > 10);

            const working = page.getByText(new RegExp(`^a = .* = ${right[0][0]}$`));

            assert.ok(!await working.isVisible());
            await page.getByText('Show the working').click();
            await working.waitFor();
            await page.getByText('0 of 20 solved').waitFor();
            await type(page, 'Product', right);
            await button(page, 'Check the entries').click();
            await says(page, '1 of 20 solved');
            assert.equal(await page.getByText('in a row at once').count(), 0);
        });

    await test('entries that are multiplied place by place are told as that', sheet7, async (page) => {
        await opened(page);

        const [a, b] = await operands(page);

        await predict(page, 2, 2);
        await type(page, 'Product', a.map((row, i) => row.map((value, j) => value * b[i][j])));
        await button(page, 'Check the entries').click();
        await page.locator('.mistake').filter({ hasText: /element by element|place/ }).waitFor();
    });

    await test('an empty entry is not graded', sheet7, async (page) => {
        await opened(page);
        await predict(page, 2, 2);
        await cell(page, 'Product', 1, 1).fill('1');
        await button(page, 'Check the entries').click();
        await says(page, 'Row 1, column 2 is still empty.');
        assert.ok(await cell(page, 'Product', 1, 2).evaluate((each) => each === document.activeElement));
    });

    await test('what was typed, the score and the streak are there after the page is loaded again',
        sheet7, async (page) => {
            const right = await opened(page);

            await predict(page, 2, 2);
            await type(page, 'Product', right);
            await button(page, 'Check the entries').click();
            await says(page, '1 of 20 solved');
            await page.getByRole('button', { name: 'Exercise 8' }).click();
            await page.getByRole('heading', { name: 'Exercise 8' }).waitFor();
            await page.getByLabel('Rows').fill('9');
            await page.waitForFunction(() => location.hash.includes('exercise=8'));
            await page.reload();
            await page.getByRole('heading', { name: 'Exercise 8' }).waitFor();
            assert.equal(await page.getByLabel('Rows').inputValue(), '9');
            await says(page, '1 of 20 solved');
            await page.getByRole('button', { name: 'Exercise 6, solved' }).click();
            await button(page, 'Check the entries').waitFor();
            assert.equal(await cell(page, 'Product', 1, 1).inputValue(), String(right[0][0]));
        });

    await test('a sheet of shapes is about shapes alone, also about those that do not fit', {
        fragment: 'tab=practise&kind=shapes&seed=3',
    }, async (page) => {
        let fits, differs;

        for (let number = 1; number <= 20 && !(fits && differs); number++) {
            await page.getByRole('button', { name: new RegExp(`^Exercise ${number}(,|$)`) }).click();
            await page.getByRole('heading', { name: `Exercise ${number}`, exact: true }).waitFor();

            const [a, b] = await operands(page);

            if (a[0].length === b.length) {
                fits = true;
                await button(page, 'There is no product').click();
                await says(page, 'Not yet.');
                await predict(page, a.length, b[0].length);
            } else {
                differs = true;
                await predict(page, a.length, b[0].length);
                await says(page, 'Not yet.');
                await button(page, 'There is no product').click();
            }
            await says(page, 'Right.');
            await page.getByRole('button', { name: `Exercise ${number}, solved` }).waitFor();
        }
        assert.ok(fits && differs);
        assert.equal(await button(page, 'Check the entries').count(), 0);
    });

    await test('a sheet is chosen by kind and number, or drawn anew', {
        fragment: 'tab=practise',
    }, async (page) => {
        const number = page.getByRole('textbox', { name: 'Number' });

        await page.getByRole('heading', { name: 'Exercise 1' }).waitFor();

        const drawn = await number.inputValue();

        assert.match(drawn, /^\d+$/);
        await page.getByRole('combobox', { name: 'Sheet' }).selectOption('Two squares');
        await page.waitForFunction(() => location.hash.includes('kind=square'));
        await number.fill('12');
        await button(page, 'Open this number').click();
        await page.waitForFunction(() => location.hash.includes('seed=12&'));
        await button(page, 'New sheet').click();
        await page.waitForFunction(() => !location.hash.includes('seed=12&')
            && location.hash.includes('seed='));
    });

    await test('the sheet is printed by the server, with solutions or without', sheet7,
        async (page, { origin }) => {
            await opened(page);
            for (const [name, target] of [['Print', '/v1/practice?seed=7'],
                ['Print with solutions', '/v1/practice?seed=7&answers=true']]) {
                const link = page.getByRole('link', { name, exact: true });

                assert.equal(await link.getAttribute('href'), target);

                const answer = await page.request.get(origin + target,
                    { headers: { accept: 'text/html,*/*;q=0.8' } });

                assert.equal(answer.status(), 200);
                assert.match(answer.headers()['content-type'], /^text\/html/);
            }
        });
});
