// Connects as existing web clients do, subscribes to every path given, and tells what it gets, one JSON object
// a line. Ends when its input ends. Usage: node listen.mjs URL TOKEN PATH...

import Nes from '@hapi/nes';

const [url, token, ...paths] = process.argv.slice(2);
const tell = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);

const client = new Nes.Client(url);
client.onError = (error) => tell({ error: error.message });
client.onDisconnect = (willReconnect, log) => tell({ disconnected: log, willReconnect });
client.onUpdate = (update) => tell({ update });

await client.connect(token ? { auth: { headers: { authorization: `Bearer ${token}` } } } : {});
for (const path of paths) {
  await client.subscribe(path, (message) => tell({ path, message }));
}
tell({ ready: client.id });

process.stdin.on('data', async (line) => {
  const { payload, statusCode } = await client.request(line.toString().trim());
  tell({ payload, statusCode });
});
process.stdin.on('end', async () => {
  await client.disconnect();
  process.exit(0);
});
