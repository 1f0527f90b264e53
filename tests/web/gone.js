/* The server goes in the middle: that is told, and nothing typed is lost. */

import assert from 'node:assert/strict';

import { button, cell, tab, type, typed } from './lib/find.js';
import { run, runUntilGone } from './lib/run.js';

const gone = { expect: ['ERR_'] };

async function isTold(page) {
    await page.getByRole('alert').getByText('The server does not answer').waitFor();
    await page.getByRole('alert').getByText('Nothing that you typed is lost').waitFor();
}

await runUntilGone('a product that can\'t be had is told, and the matrices stay', {
    ...gone, fragment: 'a=1,2;3,4&b=5;6',
}, async (page) => {
    await button(page, 'Multiply').click();
    await page.getByRole('table', { name: 'Product, 2 x 1', exact: true }).waitFor();
}, async (page) => {
    await cell(page, 'A', 1, 1).fill('99');
    await button(page, 'Multiply').click();
    await isTold(page);
    assert.deepEqual(await typed(page, 'A'), [['99', '2'], ['3', '4']]);
    await button(page, 'Try again').click();
    await isTold(page);
    await tab(page, 'Watch').click();
    await isTold(page);
    await tab(page, 'Multiply').click();
    assert.deepEqual(await typed(page, 'A'), [['99', '2'], ['3', '4']]);
});

await runUntilGone('an exercise that can\'t be graded is told, and its entries stay', {
    ...gone, fragment: 'tab=practise&seed=7&exercise=6',
}, async (page) => {
    await page.getByRole('heading', { name: 'Exercise 6' }).waitFor();
    await page.getByLabel('Rows').fill('2');
    await page.getByLabel('Columns').fill('2');
    await button(page, 'Check the shape').click();
    await cell(page, 'Product', 1, 1).waitFor();
}, async (page) => {
    await type(page, 'Product', [['1', '2'], ['3', '4']]);
    await button(page, 'Check the entries').click();
    await isTold(page);
    assert.deepEqual(await typed(page, 'Product'), [['1', '2'], ['3', '4']]);
});

await run(async (test) => {
    await test('when the server is back, trying again is enough', {
        ...gone, fragment: 'a=1,2&b=3;4',
    }, async (page) => {
        await page.route('**/v1/multiply', (route) => route.abort('connectionrefused'));
        await button(page, 'Multiply').click();
        await isTold(page);
        await page.unroute('**/v1/multiply');
        await button(page, 'Try again').click();
        await page.getByRole('table', { name: 'Product, 1 x 1', exact: true }).waitFor();
        assert.equal(await page.getByText('The server does not answer').count(), 0);
    });

    await test('something that is no answer of rowcol counts as none', {
        expect: ['502'], fragment: 'a=1,2&b=3;4',
    }, async (page) => {
        await page.route('**/v1/multiply', (route) =>
            route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }));
        await button(page, 'Multiply').click();
        await isTold(page);
    });
});
