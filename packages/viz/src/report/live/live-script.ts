/** Puts what the server sends in place of the content, and says when the server is gone. */
export const liveScript = `
const live=document.getElementById('live');
const link=document.getElementById('link');
const events=new EventSource('events');
events.onmessage=(event)=>{link.textContent='';live.innerHTML=JSON.parse(event.data)};
events.onerror=()=>{link.textContent='aelab watch has ended; this is the last that it said.'};
`;

/** The script's checksum for the page's content security policy. */
export const liveScriptHash = 'sha256-Db4s/XRSvs1ovXQFWMOhkWAWoFHW1y6rv5btWzG7Y0U=';
