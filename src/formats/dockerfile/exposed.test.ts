import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exposeFault } from './exposed.ts';

// What the builder of an engine took and refused, tried word by word.
it.each(['80', '080', '0', '80-80', '80-90/udp', '80/TCP', '80/', '80/sctp', ':80', '70:80'])('takes %s', (word) => {
  expect(exposeFault(word)).toBeNull();
});

it.each(['1.2.3.4::80', '[::1]:80:80', '::1:80:80', '70-71:80', '70-72:80-82'])('takes the mapping %s', (word) => {
  expect(exposeFault(word)).toBeNull();
});

it.each([
  ['80-70', 'ends before it begins'],
  ['http', 'is no port'],
  ['80-', 'is no port'],
  ['-80', 'is no port'],
  ['+80', 'is no port'],
  ['80,81', 'is no port'],
  ['65536', 'is above 65535'],
  ['70-70000', 'is above 65535'],
  ['99999999999999999999', 'is above 65535'],
  ['/tcp', 'names no port'],
  ['80:', 'names no port'],
  ['web:80', 'is no port'],
  ['5-3:80', 'ends before it begins'],
  ['70-72:80-85', 'maps ranges of different lengths'],
  ['80-90-3', 'is no port'],
  ['host:80:80', 'begins with what is no IP address'],
  ['1:2:3:4', 'begins with what is no IP address'],
  ['1.2.3:80:80', 'begins with what is no IP address'],
  ['80/tcp/x', 'names a protocol that there is not: tcp, udp, sctp are known'],
  ['80/icmp', 'names a protocol that there is not: tcp, udp, sctp are known'],
])('refuses %s', (word, fault) => {
  expect(exposeFault(word)).toBe(fault);
});

it('takes every range that goes up, and none that goes down', () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  fc.assert(
    fc.property(port, port, (from, to) => {
      expect(exposeFault(`${from}-${to}`) === null).toBe(from <= to);
    }),
  );
});
