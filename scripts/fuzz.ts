// `npm run fuzz [-- COUNT|SECONDSs] [PARSER…] [--seed N] [--from N] [--show SEED:NUMBER]`: gives each parser texts that nobody would write, and says what that did.
import process, { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { faultIn, inputOf, type Tally, together, tryMany } from './fuzz/loop.ts';
import { type Parser, parsers } from './fuzz/parsers.ts';

interface Order {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly untilMs: number;
  /** Holds the number of the text that is being read. */
  readonly at: SharedArrayBuffer;
}

/** A thread knows nothing of TypeScript before it is told. */
const IN_THREAD = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
  register();
  return import(${JSON.stringify(import.meta.url)});
});`;
const HANGS_MS = 120_000;
const LOOKS_MS = 1_000;
const COUNT = 1_000_000;
const PART = 10_000;
let isEnough = false;

/** Part by part, so that something is known when it is interrupted. */
function obey({ name, seed, from, count, untilMs, at }: Order): void {
  const number = new Int32Array(at);
  const end = performance.now() + untilMs;
  for (let done = 0; done < count && performance.now() < end; done += PART) {
    const part = { from: from + done, count: Math.min(PART, count - done), untilMs: end - performance.now() };
    const tally = tryMany(named(name), seed, part, (it) => {
      number[0] = it;
    });
    parentPort?.postMessage(tally);
  }
}

function named(name: string): Parser {
  const parser = parsers.find((it) => it.name === name);
  if (parser) return parser;
  stderr.write(`fuzz: there is no ${name}\n${USAGE}`);
  exit(2);
}

const USAGE = `npm run fuzz [-- COUNT|SECONDSs] [PARSER...] [--seed N] [--from N] [--show SEED:NUMBER]
known: ${parsers.map((it) => it.name).join(', ')}
`;

function wordsOf(args: readonly string[]) {
  try {
    const number = { type: 'string' } as const;
    const options = { seed: number, from: number, show: number, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(`fuzz: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return exit(2);
  }
}

/** A number that an option has; NaN would try nothing, and say that all is well. */
function numberOf(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  stderr.write(`fuzz: --${name} takes a number, not ${text}\n${USAGE}`);
  return exit(2);
}

async function main(): Promise<number> {
  const { values, positionals } = wordsOf(argv.slice(2));
  if (values.help) {
    stdout.write(USAGE);
    return 0;
  }
  const amount = positionals.find((it) => /^\d+s?$/.test(it)) ?? String(COUNT);
  const names = positionals.filter((it) => it !== amount);
  const asked = names.length === 0 ? parsers : names.map(named);
  if (values.show !== undefined) return show(asked, values.show);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : numberOf('seed', values.seed);
  const isTime = amount.endsWith('s');
  const untilMs = isTime ? Number.parseInt(amount, 10) * 1000 : Number.POSITIVE_INFINITY;
  stdout.write(`seed ${seed}\n${'parser'.padEnd(16)}    inputs  per second  faults  slowest\n`);
  let faults = 0;
  for (const { name } of asked) {
    if (isEnough) break;
    const count = isTime ? Number.MAX_SAFE_INTEGER : Number(amount);
    const tally = await tried({
      name,
      seed,
      from: numberOf('from', values.from ?? '0'),
      count,
      untilMs,
      at: new SharedArrayBuffer(4),
    });
    stdout.write(lineOf(tally));
    for (const fault of tally.faults)
      stdout.write(
        `\n  ${fault.parser} --show ${fault.input}\n${indented(fault.what)}\n${indented(JSON.stringify(fault.text))}\n\n`,
      );
    faults += tally.faults.length;
  }
  return faults > 0 ? 1 : 0;
}

/** In a thread of its own, which is ended where one text takes it longer than any may, or where somebody has had enough. */
function tried(order: Order): Promise<Tally> {
  const at = new Int32Array(order.at).fill(-1); // it takes a while before the first one
  return new Promise((resolve, reject) => {
    const worker = new Worker(IN_THREAD, { eval: true, workerData: order });
    let so: Tally = {
      parser: order.name,
      inputs: 0,
      ms: 0,
      faults: [],
      slowest: { input: '', ms: 0, length: 0 },
      medianMs: 0,
    };
    let [before, since] = [-1, performance.now()];
    const end = (tally: Tally): void => {
      clearInterval(watch);
      process.off('SIGINT', enough).off('SIGTERM', enough);
      worker.off('exit', finished);
      void worker.terminate();
      resolve(tally);
    };
    const enough = (): void => {
      isEnough = true;
      end(so);
    };
    const finished = (): void => end(so);
    const watch = setInterval(() => {
      const [now = 0] = at;
      if (now !== before) [before, since] = [now, performance.now()];
      else if (now >= 0 && performance.now() - since > HANGS_MS) {
        const text = inputOf(named(order.name), order.seed, now);
        const fault = { parser: order.name, input: `${order.seed}:${now}`, what: 'never ends', text };
        end({ ...so, faults: [...so.faults, fault] });
      }
    }, LOOKS_MS);
    process.once('SIGINT', enough).once('SIGTERM', enough);
    worker.on('message', (tally: Tally) => {
      so = together(so, tally);
    });
    worker.on('exit', finished);
    worker.on('error', reject);
  });
}

function lineOf({ parser, inputs, ms, faults, slowest }: Tally): string {
  const rate = Math.round(inputs / (ms / 1000));
  const slow = `${slowest.ms.toFixed(1)} ms for ${slowest.length} characters (${slowest.input})`;
  return `${parser.padEnd(16)}${String(inputs).padStart(10)}${String(rate).padStart(12)}${String(faults.length).padStart(8)}  ${slow}\n`;
}

const indented = (text: string): string => text.replace(/^/gm, '    ');

/** One text again, and what it does. */
function show(asked: readonly Parser[], input: string): number {
  const [seed = 0, number = 0] = input.split(':').map((it) => numberOf('show', it));
  const faults = asked.map((parser) => {
    const text = inputOf(parser, seed, number);
    const fault = faultIn(parser, text);
    stdout.write(`${parser.name}\n${text}\n---\n${fault ?? 'all is well'}\n`);
    return fault;
  });
  return faults.some((fault) => fault !== null) ? 1 : 0;
}

if (isMainThread) exit(await main());
else obey(workerData as Order);
