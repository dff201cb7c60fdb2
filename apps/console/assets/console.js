// Keeps a page up to date without losing the reader's place. Without JavaScript the page reloads itself.
const main = document.querySelector('main[data-refresh-ms]');
const button = document.querySelector('#live');
const isLive = () => button.getAttribute('aria-pressed') === 'true';

if (main && button) {
  button.hidden = false;
  button.addEventListener('click', () => button.setAttribute('aria-pressed', String(!isLive())));
  schedule();
}

function schedule() {
  const { refreshMs } = document.querySelector('main').dataset;
  if (refreshMs) setTimeout(() => refresh().finally(schedule), Number(refreshMs));
  else button.hidden = true;
}

async function refresh() {
  if (!isLive() || document.hidden) return;
  try {
    const response = await fetch(location.href, { signal: AbortSignal.timeout(5_000) });
    replaceMain(new DOMParser().parseFromString(await response.text(), 'text/html'));
    document.body.classList.remove('stale');
  } catch {
    document.body.classList.add('stale');
  }
}

/** Where only a part changes, such as the list below a form, only that part is replaced. */
function replaceMain(fresh) {
  const selector = document.querySelector('#result') ? '#result' : 'main';
  const [was, is] = [document.querySelector(selector), fresh.querySelector(selector)];
  if (!was || !is || hasSelection(was)) return;
  const open = [...was.querySelectorAll('details[open]')].map(({ id }) => id);
  const focused = focusPath(was);
  was.replaceWith(document.importNode(is, true));
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
  document.title = fresh.title;
}

function hasSelection(element) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode);
}

function focusPath(element) {
  const { activeElement } = document;
  if (!element.contains(activeElement)) return undefined;
  const details = activeElement.closest('details[id]');
  if (details) return `#${details.id} > summary`;
  const href = activeElement.getAttribute('href');
  return href ? `main a[href="${CSS.escape(href)}"]` : undefined;
}
