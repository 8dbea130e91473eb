import { SLOT_BYTES } from './hash-program.ts';

/** Slots that inflated bytes are put in: one is filled, one waits and one is looked at. Three are left to read into: one is inflated, one waits and one is filled. */
export const OUTPUT_SLOTS = 3;
/** Of what the inflating library gives at once: it waits to be told to go on after each. */
const OUTPUT_CHUNK = 1 << 20;

/**
 * What the thread that hashes runs while a layer is inflated: it takes slots of compressed bytes, and gives slots of inflated
 * ones. The library inflates in a thread of its own; whoever looks at the layer keeps neither from working, and does not have
 * to collect the many buffers that it makes. No digest is taken here: on two cores the library and this thread share one.
 */
export const INFLATE_PROGRAM = `
const { createGunzip } = require('node:zlib');
const { MessageChannel } = require('node:worker_threads');
let layer = { of: 0 };
const { port1: nowhere } = new MessageChannel();
nowhere.close();
// A buffer that is full is let go at once, by giving it to nobody: the collector would wait for some thirty megabytes of them.
let isTaken = true;
function letGo({ buffer, byteOffset, length }) {
  if (!isTaken || byteOffset + length !== buffer.byteLength) return;
  try {
    nowhere.postMessage(null, [buffer]);
  } catch {
    isTaken = false; // all are left to the collector then
  }
}
parentPort.on('message', ({ of, input, bytes: used, free }) => {
  if (of !== layer.of) return;
  if (free !== undefined) {
    layer.free.push(free);
    layer.wake?.();
  } else if (input === undefined) layer.gunzip.end();
  else {
    const part = bytes.subarray(input * ${SLOT_BYTES}, input * ${SLOT_BYTES} + used);
    layer.gunzip.write(part, () => parentPort.postMessage({ of, taken: true }));
  }
});
function inflate() {
  const gunzip = createGunzip({ chunkSize: ${OUTPUT_CHUNK}, highWaterMark: ${2 * OUTPUT_CHUNK} });
  layer = { of: layer.of + 1, gunzip, free: [], wake: null };
  gunzip.on('error', () => {}); // told below, if anybody still reads
  drain(layer).then((last) => {
    parentPort.postMessage({ of: layer.of, ...last });
    run();
  });
}
async function drain({ of, gunzip, free }) {
  let slot = -1, filled = 0;
  const give = () => {
    parentPort.postMessage({ of, output: slot, bytes: filled });
    slot = -1;
    filled = 0;
  };
  try {
    for await (const chunk of gunzip) {
      for (let at = 0; at < chunk.length;) {
        while (free.length === 0 && slot === -1) await new Promise((resolve) => { layer.wake = resolve; });
        if (slot === -1) slot = free.shift();
        const part = chunk.subarray(at, at + ${SLOT_BYTES} - filled);
        bytes.set(part, slot * ${SLOT_BYTES} + filled);
        at += part.length;
        filled += part.length;
        if (filled === ${SLOT_BYTES}) give();
      }
      letGo(chunk);
    }
    if (filled > 0) give();
    return { ended: true };
  } catch ({ code, message }) {
    return { code, message };
  }
}
`;
