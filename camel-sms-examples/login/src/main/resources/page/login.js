// The forms work without this. With it the page stays, so that screen readers hear the status as it changes.
document.addEventListener('submit', async event => {
  event.preventDefault();
  const form = event.target;
  const status = document.getElementById('status');
  form.querySelector('button').disabled = true;
  try {
    const reply = await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))});
    if (!reply.ok) throw new Error(reply.status);
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    status.textContent = page.getElementById('status').textContent;
    document.querySelector('main').replaceWith(page.querySelector('main'));
    (document.querySelector('main input') ?? document.querySelector('main button')).focus();
  } catch {
    form.querySelector('button').disabled = false;
    status.textContent = 'That did not work just now. Please try again in a minute.';
  }
});
