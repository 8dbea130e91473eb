/** A slot of the shared memory: so large that threads are seldom woken for one, and that few files lie in two. */
export const SLOT_BYTES = 1 << 21;
/** Two to read into, one to gather in, and three that wait or are hashed; or three to read into, and those of inflated bytes. */
export const SLOTS = 6;
/** Every part of a file in a slot stands behind a block of its own, and may be followed by a file's end that no byte belongs to. */
export const OPS = 2 * (SLOT_BYTES / 512) + 2;
/** Jobs that may wait, a power of two: a slot each, and a layer's end. */
export const JOBS = 8;

/** Jobs without a slot: a layer's digests are wanted; a layer is to be inflated, by another program, until that runs this one again. */
export const LAYER_END = -1;
export const INFLATE = -2;

/** Places in the words behind the slots: how many jobs were handed out, the jobs, and for each slot whether it is still read and its parts of files. */
export const HANDED = 0;
export const JOBS_AT = 1;
export const JOB_WORDS = 2;
export const READ_AT = JOBS_AT + JOBS * JOB_WORDS;
export const OPS_AT = READ_AT + SLOTS;
export const OP_WORDS = 2;
export const WORDS = OPS_AT + SLOTS * OPS * OP_WORDS;

/**
 * What the thread that hashes runs. It needs nothing of ours, so it is given as text: a file of its own would have to be found
 * again in the bundle. It sleeps on the shared memory and not in an event loop: a message per slot would cost more than looking
 * for the next one. A job is a slot and how many bytes are in it; a negative slot is the layer's end, or one to be inflated.
 * A part of a file is its start, and twice its length, plus one where the file ends.
 */
export const HASH_PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { createHash, hash: hashOnce } = require('node:crypto');
const { memory } = workerData;
const bytes = new Uint8Array(memory, 0, ${SLOTS * SLOT_BYTES});
const words = new Int32Array(memory, ${SLOTS * SLOT_BYTES});
let whole = null, current = null, digests = [];
const once = (part) => hashOnce ? hashOnce('sha256', part, 'hex') : createHash('sha256').update(part).digest('hex');
function ofFiles(base, at, count) {
  for (const end = at + count * ${OP_WORDS}; at < end; at += ${OP_WORDS}) {
    const start = base + words[at], length = words[at + 1] >> 1, isEnd = (words[at + 1] & 1) === 1;
    const part = bytes.subarray(start, start + length);
    if (isEnd && current === null) digests.push(once(part));
    else {
      if (length > 0) (current ??= createHash('sha256')).update(part);
      if (isEnd) { digests.push(current.digest('hex')); current = null; }
    }
  }
}
let done = 0;
function run() {
  for (;;) {
    Atomics.wait(words, ${HANDED}, done);
    while (done !== Atomics.load(words, ${HANDED})) {
      const job = ${JOBS_AT} + (done & ${JOBS - 1}) * ${JOB_WORDS};
      done = (done + 1) | 0;
      if (words[job] === ${INFLATE}) return inflate();
      hashSlot(words[job], words[job + 1]);
    }
  }
}
function hashSlot(slot, used) {
  if (slot === ${LAYER_END}) {
    parentPort.postMessage({ digest: whole ? whole.digest('hex') : null, files: digests.join('') });
    whole = current = null;
    digests = [];
    return;
  }
  const base = slot * ${SLOT_BYTES};
  const ops = ${OPS_AT} + slot * ${OPS * OP_WORDS};
  (whole ??= createHash('sha256')).update(bytes.subarray(base, base + used));
  ofFiles(base, ops + ${OP_WORDS}, words[ops]);
  Atomics.store(words, ${READ_AT} + slot, 0);
  Atomics.notify(words, ${READ_AT} + slot);
}
`;
