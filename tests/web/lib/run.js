/* The page of a real rowcold in a real Chromium. A file of tests calls `run` once; each of its
 * tests gets a page of its own, in a window that knows nothing of the others. Whatever a test is
 * about, it fails on an error of the page, and on a request to another host. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodeTest from 'node:test';

import { chromium } from 'playwright-core';

import { withServer } from '../../facts/lib/server.js';

const PATIENCE_MS = 30000;

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/* Chromium keeps what it writes in a folder of its own, which goes with it. */
async function withBrowser(use) {
    const home = mkdtempSync(join(tmpdir(), 'rowcol-web-'));
    const browser = await chromium.launch({
        executablePath: '/usr/bin/chromium',
        args: quiet,
        env: { ...process.env, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    });

    try {
        await use(browser);
    } finally {
        await browser.close();
        rmSync(home, { recursive: true, force: true });
    }
}

/* What the page should not do, as it happens. Chromium reports every answer from 400 on as an error
 * of the page: of these a test says which it wants. */
function watched(page, origin, wanted) {
    const faults = [];

    page.on('pageerror', (error) => faults.push(error.stack));
    page.on('console', (message) => {
        const expected = wanted.some((text) => message.text().includes(text));

        if (['error', 'warning'].includes(message.type()) && !expected)
            faults.push(message.text());
    });
    page.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/`))
            faults.push(`asks another host: ${request.url()}`);
    });
    return faults;
}

/* options   fragment, the state of the page at the start; expect, parts of errors that are wanted;
 *           others are for the window (playwright's newContext) */
async function onPage(browser, origin, { fragment = '', path = '/', expect = [], ...options }, use) {
    const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, ...options });

    context.setDefaultTimeout(PATIENCE_MS);
    try {
        const page = await context.newPage();
        const faults = watched(page, origin, expect);

        await page.goto(`${origin}${path}${fragment && '#'}${fragment}`);
        await use(page, { origin });
        assert.deepEqual(faults, []);
    } finally {
        await context.close();
    }
}

/* Starts server and browser, and gives `tests` a function that makes one test. */
export function run(tests) {
    return withServer([], (port) => withBrowser((browser) =>
        tests((sentence, options, use) => nodeTest(sentence, () =>
            onPage(browser, `http://127.0.0.1:${port}`, options, use)))));
}

/* A server that goes when it is told to: { origin, go }. */
function started() {
    return new Promise((resolve, reject) => {
        const server = withServer([], (port) => new Promise((leave) => {
            resolve({
                origin: `http://127.0.0.1:${port}`,
                go() {
                    leave();
                    return server;
                },
            });
        }));

        server.catch(reject);
    });
}

/* The same for one test that needs the server for a part of its time only: `first` runs with it,
 * `then` when it is gone. */
export function runUntilGone(sentence, options, first, then) {
    return nodeTest(sentence, () => withBrowser(async (browser) => {
        const { origin, go } = await started();

        try {
            await onPage(browser, origin, options, async (page) => {
                await first(page);
                await go();
                await then(page);
            });
        } finally {
            await go();
        }
    }));
}
