import { expect, it } from 'vitest';
import { pairLayers } from './layers.ts';

const entry = (createdBy: string, sizeBytes = 0) => ({ createdBy, sizeBytes, emptyLayer: sizeBytes === 0 });

it('pairs layers with the commands that made them, empty ones too', () => {
  const history = [
    entry('/bin/sh -c #(nop) ADD file:0 in / ', 70),
    entry('/bin/sh -c #(nop)  CMD ["bash"]'),
    entry('WORKDIR /app'),
    entry('ENV A=1'),
    entry('RUN /bin/sh -c npm   ci # buildkit', 9),
  ];
  expect(pairLayers(['a', 'b', 'c'], history)).toEqual([
    { diffId: 'a', label: 'ADD file:0 in /', sizeBytes: 70 },
    { diffId: 'b', label: 'WORKDIR /app', sizeBytes: 0 },
    { diffId: 'c', label: 'RUN npm ci', sizeBytes: 9 },
  ]);
});

it('lets a command without size go where there are more commands than layers', () => {
  const history = [entry('WORKDIR /'), entry('COPY a b # buildkit', 5)];
  expect(pairLayers(['a'], history)).toEqual([{ diffId: 'a', label: 'COPY a b', sizeBytes: 5 }]);
});

it('names the first layers by number where the history leaves them out', () => {
  expect(pairLayers(['a', 'b'], [entry('RUN x', 5)]).map(({ label }) => label)).toEqual(['layer 0', 'RUN x']);
  expect(pairLayers(['a', 'b'], []).map(({ sizeBytes }) => sizeBytes)).toEqual([0, 0]);
});

it('leaves out build arguments that the builder puts before a command, however long it is', () => {
  const entries = [entry('RUN |2 A=b C=d /bin/sh -c npm  ci # buildkit', 5), entry(`RUN ${' '.repeat(200_000)}x`, 5)];
  expect(pairLayers(['a', 'b'], entries).map(({ label }) => label)).toEqual(['RUN npm ci', 'RUN x']);
});
