// An SMTP server on a free port of 127.0.0.1. Writes its port, then one line of JSON for each mail that it took. What it does to a recipient follows from the name before the @:
// refused: 550, busy: 451, lost: takes the mail and breaks the connection before it says so (once per Message-ID).
import { SMTPServer } from 'smtp-server';

const needsLogin = process.argv.includes('--login');
const lost = new Set();
const server = new SMTPServer({
  authOptional: !needsLogin,
  allowInsecureAuth: true,
  disabledCommands: needsLogin ? [] : ['AUTH'],
  onAuth: (auth, session, done) => auth.username === 'house' && auth.password === 'right' ? done(null, { user: 'house' }) : done(new Error('535 Authentication failed for password ' + auth.password)),
  onRcptTo: (address, session, done) => {
    const name = address.address.split('@')[0];
    done(name === 'refused' ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : name === 'busy' ? Object.assign(new Error('try again'), { responseCode: 451 }) : undefined);
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      const raw = Buffer.concat(parts);
      const to = session.envelope.rcptTo.map(r => r.address);
      const id = /^message-id:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1];
      console.log(JSON.stringify({ to, user: session.user ?? null, secure: session.secure, raw: raw.toString('base64') }));
      if (to.some(a => a.startsWith('lost@')) && !lost.has(id)) {
        lost.add(id);
        server.connections.forEach(c => c._socket.destroy());
      } else {
        done();
      }
    });
  },
});
server.on('error', () => { });
server.listen(0, '127.0.0.1', function () { console.log(this.address().port); });
process.stdin.on('end', () => process.exit()).resume();
