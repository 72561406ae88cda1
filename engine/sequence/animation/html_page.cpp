#include "sequence/animation/html_page.hpp"

#include "markup/markup.hpp"

#include <spdlog/fmt/fmt.h>

namespace tessera::internal {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;gap:.75rem;
font:1rem/1.4 system-ui,sans-serif;background:Canvas;color:CanvasText}
h1{font-size:1.1rem;margin:.75rem 1rem 0}
p{margin:0 1rem;white-space:pre-line}
canvas{max-width:100%;max-height:75vh;image-rendering:auto;
background:repeating-conic-gradient(#8882 0 25%,#0000 0 50%) 0/1rem 1rem}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;justify-content:center;
width:min(100%,48rem);padding:0 1rem 1rem;box-sizing:border-box}
#seek{flex:1 1 100%}
button,select{font:inherit;min-width:2.5rem;min-height:2.2rem}
output{font-variant-numeric:tabular-nums}
)";

/// The player. frames: [duration in ms, address of a picture].
constexpr std::string_view script = R"(
const canvas=document.getElementById('frame'),context=canvas.getContext('2d');
const get=id=>document.getElementById(id),seek=get('seek'),play=get('play'),where=get('where');
const starts=[0];
for(const[ms]of frames)starts.push(starts.at(-1)+(ms>0?ms:100));
const pictures=new Map,ahead=8,kept=24;
let index=0,playing=false,wanted=0,due=0,timer=0,rounds=0;
seek.max=frames.length-1;
function picture(i){
let found=pictures.get(i);
if(!found){
const image=new Image;
image.src=frames[i][1];
found=image.decode().then(()=>image);
pictures.set(i,found);
for(const old of pictures.keys())if(pictures.size>kept&&old!==i)pictures.delete(old);
}
return found;
}
async function show(i){
wanted=i;
const image=await picture(i);
if(wanted!==i)return;
index=i;
context.clearRect(0,0,canvas.width,canvas.height);
context.drawImage(image,0,0);
seek.value=i;
where.textContent=`${i+1} / ${frames.length}, ${(starts[i]/1000).toFixed(2)} s`;
canvas.dataset.frame=i+1;
for(let n=1;n<=Math.min(ahead,frames.length-1);n++)picture((i+n)%frames.length);
}
const speed=()=>Number(get('speed').value);
function schedule(){
clearTimeout(timer);
if(playing)timer=setTimeout(advance,Math.max(0,due-performance.now()));
}
async function advance(){
let next=index+1;
if(next===frames.length){
rounds++;
if(!get('loop').checked||(plays>0&&rounds>=plays))return pause();
next=0;
}
await show(next);
if(!playing)return;
due=Math.max(due,performance.now()-500)+(starts[next+1]-starts[next])/speed();
schedule();
}
function start(){
if(playing||frames.length<2)return;
playing=true;play.textContent='Pause';
if(index===frames.length-1){index=-1;rounds=0;due=performance.now();}
else due=performance.now()+(starts[index+1]-starts[index])/speed();
schedule();
}
function pause(){playing=false;clearTimeout(timer);play.textContent='Play';}
function go(i){pause();rounds=0;return show(Math.min(Math.max(i,0),frames.length-1));}
play.onclick=()=>playing?pause():start();
get('back').onclick=()=>go(index-1);
get('forth').onclick=()=>go(index+1);
seek.oninput=()=>go(Number(seek.value));
get('speed').onchange=()=>{due=performance.now();schedule();};
document.onkeydown=event=>{
if(event.target.matches('select,button,input')&&event.key===' ')return;
const to={ArrowLeft:index-1,ArrowRight:index+1,Home:0,End:frames.length-1}[event.key];
if(event.key===' ')playing?pause():start();
else if(to!==undefined&&event.target!==seek)go(to);
else return;
event.preventDefault();
};
show(0).then(start);
)";

} // namespace

std::string page_start(Size size, int plays, const SequenceTags &tags, const std::string &name) {
    const std::string title = markup::escape_lines(tags.title.empty() ? name : tags.title).text;
    std::string about;
    for (const std::string &text : {tags.artist, tags.comment})
        if (!text.empty())
            about += "<p>" + markup::escape_lines(text).text + "</p>\n";
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        "<link rel=\"icon\" href=\"data:,\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n"
        "<body>\n<h1>{0}</h1>\n{2}<canvas id=\"frame\" width=\"{3}\" height=\"{4}\"></canvas>\n"
        "<form onsubmit=\"return false\">\n"
        "<input id=\"seek\" type=\"range\" min=\"0\" value=\"0\" aria-label=\"frame\">\n"
        "<button id=\"back\" type=\"button\" aria-label=\"one frame back\">◀</button>\n"
        "<button id=\"play\" type=\"button\">Play</button>\n"
        "<button id=\"forth\" type=\"button\" aria-label=\"one frame on\">▶</button>\n"
        "<label>Speed <select id=\"speed\"><option value=\"0.25\">¼</option>"
        "<option value=\"0.5\">½</option><option value=\"1\" selected>1</option>"
        "<option value=\"2\">2</option><option value=\"4\">4</option></select></label>\n"
        "<label><input id=\"loop\" type=\"checkbox\"{5}> Loop</label>\n"
        "<output id=\"where\"></output>\n</form>\n"
        "<script>\nconst plays={6},frames=[\n",
        title, style, about, size.width, size.height, plays == 1 ? "" : " checked", plays);
}

std::string page_frame(std::span<const std::uint8_t> picture, double milliseconds) {
    return fmt::format("[{:.6g},\"{}\"],\n", milliseconds, markup::data_url("image/webp", picture));
}

std::string_view page_end() {
    static const std::string end = fmt::format("];{}</script>\n</body>\n</html>\n", script);
    return end;
}

} // namespace tessera::internal
