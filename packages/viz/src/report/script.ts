/** Shows what a mark of a chart says of itself, at the pointer. Everything else works without a script. */
export const script = `
const tip=document.getElementById('tip');
const show=(event)=>{
  const mark=event.target.closest&&event.target.closest('figure [aria-label]:not(svg):not(.role-axis)');
  tip.hidden=!mark;
  if(!mark)return;
  tip.textContent=mark.getAttribute('aria-label');
  const left=Math.min(event.clientX+12,innerWidth-tip.offsetWidth-8);
  tip.style.left=Math.max(8,left)+'px';
  tip.style.top=Math.max(8,event.clientY-tip.offsetHeight-12)+'px';
};
addEventListener('pointermove',show);
addEventListener('pointerdown',show);
addEventListener('scroll',()=>{tip.hidden=true},{passive:true});
`;

/** The script's checksum for the page's content security policy, which lets no other script run. */
export const scriptHash = 'sha256-uQGhSIaSg6bkMHe7OVTv7cljbneHzUKxO7MCJEmxHGk=';
