/**
 * Shows what a mark of a chart says of itself, at the pointer, and gives the pixels of pictures as a file. Everything else
 * works without a script.
 */
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
const pixels=async(picture,index)=>{
  const image=new Image();
  image.src=picture.getAttribute('href');
  await image.decode();
  const {width,height}=image;
  const context=new OffscreenCanvas(width,height).getContext('2d');
  context.drawImage(image,0,0);
  const {data}=context.getImageData(0,0,width,height);
  const name='"'+picture.getAttribute('aria-label').replaceAll('"','""')+'"';
  return Array.from({length:width*height},(_,k)=>
    [index+1,name,Math.floor(k/width),k%width,...data.subarray(4*k,4*k+3)].join());
};
const save=async(figure)=>{
  const rows=await Promise.all(Array.from(figure.querySelectorAll('.wide image'),pixels));
  const lines=['picture,name,y,x,red,green,blue',...rows.flat(),''];
  const link=document.createElement('a');
  link.href=URL.createObjectURL(new Blob([lines.join('\\r\\n')],{type:'text/csv'}));
  link.download='pixels.csv';
  link.click();
};
for(const figure of document.querySelectorAll('figure:has(image)')){
  const button=document.createElement('button');
  button.textContent='Pixels of these pictures (CSV)';
  button.addEventListener('click',()=>save(figure));
  const line=document.createElement('p');
  line.className='csv';
  line.append(button);
  figure.append(line);
}
`;

/** The script's checksum for the page's content security policy, which lets no other script run. */
export const scriptHash = 'sha256-VSrzhTkXF9cnNthuvvPMsCdydvCKcvtZwj2bY3OV+2M=';
