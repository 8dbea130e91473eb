// A small service whose fault is chosen by FAULT, so that one image serves every test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const fault = process.env.FAULT ?? '';
if (fault === 'exit') {
  console.error('SERVICE_TOKEN is required');
  process.exit(3);
}
if (fault === 'module') await import('not-there');
if (fault === 'crash') setTimeout(() => process.exit(1), 1500);
if (fault === 'write') {
  mkdirSync('/app/cache', { recursive: true });
  writeFileSync('/app/cache/pid', '1');
}
if (process.env.SURVIVED_WRITE) {
  try {
    writeFileSync('/app/scratch', 'x');
  } catch (error) {
    console.log(String(error));
  }
}
if (fault === 'critical') console.error('CRITICAL the disk is on fire');

const server = createServer((request, response) => {
  if (request.url === '/reach')
    return void fetch(process.env.UPSTREAM).then(async (it) => response.end(await it.text()));
  request.resume().on('end', () => {
    response.writeHead(fault === '500' ? 500 : 200, { 'content-type': 'application/json', 'x-service': 'notes' });
    response.end(JSON.stringify({ status: 'ok', uptime: process.uptime() }));
  });
});
server.listen(8000, fault === 'loopback' ? '127.0.0.1' : '0.0.0.0', () => console.log('listening on 8000'));
process.on('SIGTERM', () => {
  if (fault === 'deaf') return;
  console.log('stopping');
  server.close(() => process.exit(0));
});
