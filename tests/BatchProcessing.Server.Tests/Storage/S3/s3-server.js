'use strict';

// An S3 server for tests: node s3-server.js <folder of s3rver> <data folder> <refuse|allow overwrites>
// It prints the port it listens on. A line "hide <part> <times>" on standard input makes the next reads of keys that
// contain the part find nothing, and prints a line for each; it ends with its standard input.
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [modules, directory, overwrites] = process.argv.slice(2);
const S3rver = require(path.join(modules, 'node_modules', 's3rver'));
const S3Error = require(path.join(modules, 'node_modules', 's3rver', 'lib', 'models', 'error'));

const hidden = { part: '', times: 0 };
const creating = new Set();

// s3rver takes no notice of the condition of a PUT; Amazon's S3 refuses it when the object is there or on its way.
async function createOnce(ctx, next) {
  if (ctx.method !== 'PUT' || ctx.get('If-None-Match') !== '*') return next();
  const key = decodeURIComponent(ctx.path);
  if (creating.has(key) || fs.existsSync(path.join(directory, `${key}._S3rver_object`))) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  creating.add(key);
  try {
    await next();
  } finally {
    creating.delete(key);
  }
}

async function hide(ctx, next) {
  if (ctx.method === 'GET' && hidden.times > 0 && ctx.path.includes(hidden.part)) {
    hidden.times--;
    console.log(`hid ${ctx.path}`);
    throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: ctx.path });
  }
  return next();
}

const server = new S3rver({
  address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'blobs' }],
});
server.use(hide);
if (overwrites === 'refuse') server.use(createOnce);
server.middleware.unshift(...server.middleware.splice(overwrites === 'refuse' ? -2 : -1));

readline.createInterface({ input: process.stdin }).on('line', line => {
  const [, part, times] = line.split(' ');
  Object.assign(hidden, { part, times: Number(times) });
  console.log('hiding');
}).on('close', () => process.exit());

server.run().then(({ port }) => console.log(port));
