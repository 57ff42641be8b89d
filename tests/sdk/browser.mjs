// One Chromium for all tests: reads a command a line on stdin, runs it in a browser profile of its own, and prints
// what a person would have seen. It ends with its stdin.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { chromium } from 'playwright-core';

// Longer than any page here takes; it only bounds a failing test.
const PATIENCE = 60_000;

const browser = await chromium.launch({
    executablePath: process.argv[2],
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
});
// An app's own pages: an empty one, and the frontend SDK as npm has it.
const app = createServer(async (request, response) => {
    const file = /^\/sdk\/(\w+\.js)$/.exec(request.url)?.[1];
    try {
        const body = file ? await readFile(new URL(`./node_modules/@nangohq/frontend/dist/${file}`, import.meta.url)) : '<!doctype html><link rel=icon href="data:,"><main>The app</main>';
        response.writeHead(200, { 'content-type': file ? 'text/javascript' : 'text/html' }).end(body);
    } catch {
        response.writeHead(404).end();
    }
});
await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
const say = (line) => console.log(JSON.stringify(line));

async function look(page) {
    // The Connect page says that it loads until it has something to say.
    if ((await page.locator('#card').count()) > 0) {
        await page.locator('h1:not([role=status])').waitFor();
    }
    return { url: page.url(), title: await page.title(), text: await page.innerText('main') };
}

// Presses Tab until what has the focus is what was looked for.
async function tabTo(page, find, argument) {
    for (let tabs = 0; tabs < 60; tabs++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(find, argument);
        if (found) {
            return found;
        }
    }
    throw new Error('Tab leads nowhere');
}

// Each gets a page that shows the link.
const deeds = {
    look,
    // Clicks the button of that name, and tells what came before and after.
    async click(page, { button }) {
        const before = await look(page);
        const clickedAt = Date.now();
        await page.getByRole('link', { name: button, exact: true }).click();
        return { before, clickedAt, after: await look(page) };
    },
    // Fills the Connect page's form in by keyboard alone: Tab to the first field that can be typed into, the text,
    // Enter; and back to the form when it was refused.
    async type(page, { texts }) {
        const seen = [await look(page)];
        for (const text of texts) {
            const focused = await tabTo(page, () => {
                const { tagName, type, id } = document.activeElement;
                const label = id && document.querySelector(`label[for="${CSS.escape(id)}"]`)?.innerText;
                return tagName === 'INPUT' ? { type, label } : undefined;
            });
            await page.keyboard.type(text);
            await page.keyboard.press('Enter');
            await page.locator('.sign').waitFor();
            const alert = page.getByRole('alert');
            seen.push({ ...(await look(page)), focused, alert: (await alert.count()) > 0 ? await alert.innerText() : null });
            if ((await alert.count()) > 0) {
                await tabTo(page, () => document.activeElement.innerText === 'Back' || undefined);
                await page.keyboard.press('Enter');
                await page.locator('form').waitFor();
            }
        }
        return seen;
    },
    // Chooses from the Connect page's list by keyboard alone, and answers in the window that opens.
    async choose(page, { name, button }) {
        const before = await look(page);
        await tabTo(page, (name) => (document.activeElement.innerText ?? '').includes(name) || undefined, name);
        await page.keyboard.press('Enter');
        await page.locator('form').waitFor();
        const form = await look(page);
        await tabTo(page, () => document.activeElement.type === 'submit' || undefined);
        const [window] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
        const answer = window.getByRole('link', { name: button, exact: true });
        await answer.waitFor();
        const consent = await look(window);
        await answer.click({ noWaitAfter: true });
        await page.locator('.sign').waitFor();
        return { before, form, consent, after: await look(page) };
    },
    // The app at this page opens the Connect page by the SDK; a person does the steps, and the app hears the events.
    async embed(page, { host, token, options, steps }) {
        const languages = [];
        page.on('request', (request) => request.url().includes('/providers/') && languages.push(request.headers()['accept-language']));
        await page.evaluate(
            async ({ host, token, options }) => {
                const { default: Nango } = await import('/sdk/index.js');
                window.events = [];
                const baseURL = `${host}/_sandbox/connect${options.query ?? ''}`;
                const onEvent = ({ type }) => window.events.push(type);
                new Nango({ host, connectSessionToken: token }).openConnectUI({ baseURL, apiURL: host, onEvent, ...options });
            },
            { host, token, options }
        );
        const ui = page.frameLocator('#connect-ui');
        await ui.locator('form').waitFor();
        const look = () =>
            ui.locator('html').evaluate((html) => ({
                lang: html.lang,
                theme: html.dataset.theme,
                scheme: getComputedStyle(document.getElementById('card')).colorScheme,
                // See-through, or the app could not be seen behind it.
                ground: getComputedStyle(html).backgroundColor,
                closable: !document.getElementById('close').hidden,
                wide: html.scrollWidth > innerWidth,
                title: document.getElementById('title').innerText,
                about: document.getElementById('foot').innerText,
                focused: document.activeElement.getAttribute('name') ?? document.activeElement.id,
                wrong: [...document.querySelectorAll('[aria-invalid=true]')].map((field) => [
                    field.name,
                    document.getElementById(field.getAttribute('aria-describedby').split(' ')[1]).innerText
                ])
            }));
        const seen = [await look()];
        for (const { press, fill, click, outside, closes } of steps) {
            if (fill) {
                await ui.locator(`[name="${fill[0]}"]`).fill(fill[1]);
            } else if (click) {
                await ui.getByRole('button', { name: click, exact: true }).click();
            } else if (outside) {
                await page.mouse.click(4, 4);
            } else {
                await ui.locator('#title').press(press, { noWaitAfter: true });
            }
            if (closes) {
                await page.locator('#connect-ui').waitFor({ state: 'detached' });
            } else {
                seen.push(await look());
            }
        }
        return { seen, languages, events: await page.evaluate(() => window.events) };
    },
    // The app at this page connects by the frontend SDK; a person answers the consent window with that button.
    async frontend(page, { host, token, integration, credentials, button }) {
        const popup = button && page.waitForEvent('popup');
        const result = page.evaluate(
            async ({ host, token, integration, credentials }) => {
                const { default: Nango } = await import('/sdk/index.js');
                const nango = new Nango({ host, connectSessionToken: token });
                try {
                    return { connected: await nango.auth(integration, credentials ? { credentials } : { detectClosedAuthWindow: true }) };
                } catch (error) {
                    return { type: error.type, message: error.message };
                }
            },
            { host, token, integration, credentials }
        );
        if (button) {
            const consent = await popup;
            // The window may be gone before the click is known to be done.
            await consent.getByRole('link', { name: button, exact: true }).click({ noWaitAfter: true });
        }
        return await result;
    }
};

async function run(command) {
    const context = await browser.newContext({ javaScriptEnabled: command.javascript ?? true, ...command.context });
    try {
        context.setDefaultTimeout(PATIENCE);
        // What the pages want from elsewhere, and what they complain of.
        const foreign = [];
        const complaints = [];
        await context.route(
            (url) => url.hostname !== '127.0.0.1',
            (route) => {
                foreign.push(route.request().url());
                return route.abort();
            }
        );
        const page = await context.newPage();
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(String(error)));
        await page.goto(command.link ?? `http://127.0.0.1:${app.address().port}/`);
        const seen = await deeds[command.deed](page, command);
        if (command.screenshot) {
            await page.screenshot({ path: command.screenshot });
        }
        return { seen, foreign, complaints };
    } finally {
        await context.close();
    }
}

say({ event: 'ready', version: browser.version() });
createInterface({ input: process.stdin })
    .on('line', (line) => {
        const command = JSON.parse(line);
        run(command)
            .then((seen) => say({ id: command.id, ...seen }))
            .catch((error) => say({ id: command.id, error: String(error) }));
    })
    .on('close', () => browser.close().then(() => process.exit(0)));
