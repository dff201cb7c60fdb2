import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { Browser, findBrowser } from '../testing/browser.js';
import { Console } from '../testing/console.js';
import { hexId } from '../testing/spans.js';

const program = findBrowser();
const skip = program === undefined && 'no Chromium on this machine';

suite('in a browser', { skip }, async () => {
  if (program === undefined) return;
  const lab = await Console.start({ after: (end) => after(end) });
  const browser = await Browser.start({ after: (end) => after(end) }, program);

  test('a trace that had not arrived yet shows by itself', async () => {
    await browser.open(`${lab.url}/traces/${hexId('a1', 32)}`);
    assert.equal(await browser.value('document.querySelectorAll("details").length'), 0);
    await lab.receive({ trace: 'a1', id: '1', name: 'POST /orders' });
    await browser.until('document.querySelectorAll("details").length === 1');
    assert.match(String(await browser.value('document.title')), /POST \/orders/);
    complainsOnlyOfMissingPages();
  });

  test('a span that is open stays open, with the focus, while more arrive', async () => {
    await browser.value('document.querySelector("details").open = true');
    await browser.value('document.querySelector("summary").focus()');
    await lab.receive({ trace: 'a1', id: '2', parent: '1', service: 'menu-service' });
    await browser.until('document.querySelectorAll("details").length === 2');
    assert.deepEqual(
      await browser.value('[document.querySelector("details").open, document.activeElement.tagName]'),
      [true, 'SUMMARY'],
    );
  });

  test('services follow the traffic until Live is switched off', async () => {
    await browser.open(`${lab.url}/`);
    await lab.receive({ trace: 'a2', service: 'loyalty-service' });
    await browser.until('document.body.textContent.includes("loyalty-service")');
    await browser.value('document.querySelector("#live").click()');
    assert.equal(
      await browser.value('document.querySelector("#live").getAttribute("aria-pressed")'),
      'false',
    );
    await lab.receive({ trace: 'a3', service: 'late-service' });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.equal(await browser.value('document.body.textContent.includes("late-service")'), false);
  });

  test('what services send never runs, and no style or script of ours is barred', async () => {
    const attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await lab.receive({
      trace: 'e1',
      service: attack,
      name: attack,
      error: attack,
      attributes: { [attack]: attack },
    });
    for (const path of ['/', '/traces', `/traces/${hexId('e1', 32)}`]) {
      await browser.open(`${lab.url}${path}`);
      const injected = 'document.querySelectorAll("img[src=x], main script").length';
      assert.deepEqual(await browser.value(`[${injected}, document.styleSheets.length]`), [0, 4], path);
    }
    complainsOnlyOfMissingPages();
  });

  function complainsOnlyOfMissingPages(): void {
    const others = browser.complaints.filter((complaint) => !complaint.includes('404'));
    assert.deepEqual(others, []);
  }
});
