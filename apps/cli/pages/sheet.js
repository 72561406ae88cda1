const list = document.querySelector('.photos');
const items = Array.from(list.children);
const words = items.map(item => item.textContent.toLowerCase());
const search = document.getElementById('search');
const alike = document.getElementById('alike');
let group = '';
function show() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  items.forEach((item, i) => {
    const own = item.dataset.group || '';
    const chosen = group ? own === group : own || !alike.checked;
    item.hidden = !chosen || !wanted.every(word => words[i].includes(word));
    if (!item.hidden) count += 1;
  });
  list.classList.toggle('grouped', alike.checked || group !== '');
  for (const button of list.querySelectorAll('button'))
    button.setAttribute('aria-pressed', String(button.parentNode.dataset.group === group));
  document.getElementById('count').value = count.toLocaleString() + ' shown';
}
search.addEventListener('input', show);
alike.addEventListener('change', () => { group = ''; show(); });
list.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  const own = button.parentNode.dataset.group;
  group = group === own ? '' : own;
  show();
});
document.querySelector('.find').hidden = false;
show();
