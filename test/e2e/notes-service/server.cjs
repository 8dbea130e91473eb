const { createServer } = require('node:http');
const { readFileSync, writeFileSync } = require('node:fs');

const fileOf = (url) => `${url}/note`;
createServer((request, response) => {
  if (request.method === 'GET') {
    if (request.url === '/') return response.end('ok');
    try {
      return response.end(readFileSync(fileOf(request.url)));
    } catch {
      return response.writeHead(404).end();
    }
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    writeFileSync(fileOf(request.url), Buffer.concat(chunks));
    response.writeHead(201).end();
  });
}).listen(8000);
process.on('SIGTERM', () => process.exit(0));
