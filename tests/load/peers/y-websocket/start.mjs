// y-websocket's server as its manual has it, with its LevelDB persistence. Usage: node start.mjs FOLDER PORT
const [folder, port] = process.argv.slice(2);
process.env.HOST = "127.0.0.1";
process.env.PORT = port;
process.env.YPERSISTENCE = folder;
await import("./node_modules/@y/websocket-server/src/server.js");
