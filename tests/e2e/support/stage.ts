// What nearly every file of tests needs: a browser, and the built page served. Who imports this has both for all its tests.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launch } from './browser';
import { type Site, servePage } from './server';

export let browser: Browser;
export let site: Site;
const others: Site[] = [];

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([site, ...others].map(each => each.close()));
});

/** Another site that ends with the tests. */
export async function kept(started: Promise<Site>): Promise<Site> {
  const other = await started;
  others.push(other);
  return other;
}
