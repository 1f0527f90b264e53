/* A link holds the whole state. */

import assert from 'node:assert/strict';

import { button, cell, tab, type, typed } from './lib/find.js';
import { run } from './lib/run.js';

/* The address as soon as it has this part. */
async function addressHas(page, part) {
    await page.waitForFunction((text) => location.hash.includes(text), part);
    return page.url();
}

async function reopened(page, address) {
    const other = await page.context().newPage();

    await other.goto(address);
    return other;
}

await run(async (test) => {
    await test('matrices come back from a link, empty and odd entries too', {}, async (page) => {
        await button(page, /^Example 3/).click();
        await type(page, 'A', [['-1,5', ''], ['x;y', '1e+3']]);

        const other = await reopened(page, await addressHas(page, '1e%2B3'));

        assert.deepEqual(await typed(other, 'A'), [['-1.5', ''], ['x y', '1e+3']]);
        assert.deepEqual(await typed(other, 'B'), [['3', '2'], ['4', '6']]);
    });

    await test('a step of Watch comes back from a link, with its view', {
        fragment: 'tab=watch&a=2,1;5,4&b=3,2;4,6',
    }, async (page) => {
        await page.getByRole('radio', { name: 'Waterfall' }).check();
        for (let i = 0; i < 5; i++)
            await button(page, 'Step').click();

        const other = await reopened(page, await addressHas(page, 'view=waterfall&step=5'));

        await other.getByText('10 lands in row 1, column 1.').waitFor();
        assert.ok(await other.getByRole('radio', { name: 'Waterfall' }).isChecked());
    });

    await test('an exercise comes back from a link: what a teacher sends', {
        fragment: 'tab=practise&seed=7&exercise=4',
    }, async (page) => {
        await page.getByRole('heading', { name: 'Exercise 4' }).waitFor();

        const a = await page.getByRole('table', { name: /^A, / }).textContent();
        const other = await page.context().browser().newPage();

        await other.goto(await addressHas(page, 'seed=7&exercise=4'));
        await other.getByRole('heading', { name: 'Exercise 4' }).waitFor();
        assert.equal(await other.getByRole('table', { name: /^A, / }).textContent(), a);
        await other.close();
    });

    await test('a link may be followed while the page is open', {}, async (page) => {
        await page.evaluate(() => {
            location.hash = 'tab=multiply&a=9&b=8';
        });
        await page.getByRole('table', { name: 'A, 1 x 1', exact: true }).waitFor();
        assert.equal(await cell(page, 'A', 1, 1).inputValue(), '9');
    });

    await test('a broken link is a page as good as new', {
        fragment: 'tab=nonsense&a=1,2;3&b=%zz&view=x&step=-1&seed=abc&__proto__=1',
    }, async (page) => {
        assert.equal(await tab(page, 'Multiply').getAttribute('aria-selected'), 'true');
        assert.deepEqual(await typed(page, 'A'), [['2', '3']]);
    });

    await test('the link is copied by a button', {
        permissions: ['clipboard-read', 'clipboard-write'], fragment: 'a=1,2&b=3;4',
    }, async (page) => {
        await button(page, 'Copy link').click();
        await page.getByText('Link copied.').waitFor();
        assert.match(await page.evaluate(() => navigator.clipboard.readText()), /a=1,2&b=3;4$/);
    });
});
