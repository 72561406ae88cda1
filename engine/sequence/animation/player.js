// The page defines two constants before this: plays, which is 0 for ever, and frames, a list of pairs. A pair is a
// duration in ms and the address of a picture.

const get = id => document.getElementById(id);
const canvas = get('frame'), context = canvas.getContext('2d');
const seek = get('seek'), play = get('play'), where = get('where');
const ahead = 8, kept = 24; // pictures that are decoded before they are shown, and in all
const usual = 100; // ms, for frames without a duration

const starts = [0];
for (const [ms] of frames) starts.push(starts.at(-1) + (ms > 0 ? ms : usual));

const pictures = new Map();
let index = 0, playing = false, wanted = 0, due = 0, timer = 0, rounds = 0;
seek.max = frames.length - 1;
get('loop').checked = plays !== 1;

function picture(i) {
  let found = pictures.get(i);
  if (!found) {
    const image = new Image();
    image.src = frames[i][1];
    found = image.decode().then(() => image);
    pictures.set(i, found);
    for (const old of pictures.keys()) if (pictures.size > kept && old !== i) pictures.delete(old);
  }
  return found;
}

async function show(i) {
  wanted = i;
  const image = await picture(i);
  if (wanted !== i) return;
  index = i;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  seek.value = i;
  where.textContent = `${i + 1} / ${frames.length}, ${(starts[i] / 1000).toFixed(2)} s`;
  canvas.dataset.frame = i + 1;
  for (let n = 1; n <= Math.min(ahead, frames.length - 1); n++) picture((i + n) % frames.length);
}

const speed = () => Number(get('speed').value);

function schedule() {
  clearTimeout(timer);
  if (playing) timer = setTimeout(advance, Math.max(0, due - performance.now()));
}

async function advance() {
  let next = index + 1;
  if (next === frames.length) {
    rounds++;
    if (!get('loop').checked || (plays > 0 && rounds >= plays)) {
      pause();
      return;
    }
    next = 0;
  }
  await show(next);
  if (!playing) return;
  due = Math.max(due, performance.now() - 500) + (starts[next + 1] - starts[next]) / speed();
  schedule();
}

function start() {
  if (playing || frames.length < 2) return;
  playing = true;
  play.textContent = 'Pause';
  if (index === frames.length - 1) {
    index = -1;
    rounds = 0;
    due = performance.now();
  } else {
    due = performance.now() + (starts[index + 1] - starts[index]) / speed();
  }
  schedule();
}

function pause() {
  playing = false;
  clearTimeout(timer);
  play.textContent = 'Play';
}

function toggle() {
  if (playing) pause();
  else start();
}

function go(i) {
  pause();
  rounds = 0;
  show(Math.min(Math.max(i, 0), frames.length - 1));
}

play.addEventListener('click', toggle);
get('back').addEventListener('click', () => go(index - 1));
get('forth').addEventListener('click', () => go(index + 1));
seek.addEventListener('input', () => go(Number(seek.value)));
get('speed').addEventListener('change', () => {
  due = performance.now();
  schedule();
});
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
document.addEventListener('keydown', event => {
  if (event.target.matches('select, button, input') && event.key === ' ') return;
  const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: frames.length - 1 }[event.key];
  if (event.key === ' ') toggle();
  else if (to !== undefined && event.target !== seek) go(to);
  else return;
  event.preventDefault();
});

show(0).then(start);
