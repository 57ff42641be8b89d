// An end user's browser, as far as redirects go: options.link.
import { options, print } from './nango.mjs';

const page = await fetch(options.link);
print({ status: page.status, url: page.url, redirected: page.redirected, text: await page.text() });
