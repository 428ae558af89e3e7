use docketsim::scenario::load; use docketsim::experiment::*; use docketsim::court::*; use docketsim::rng::Stream; use docketsim::policy::enact_all; use std::time::Instant;
fn main(){ let a:Vec<String>=std::env::args().collect();
 let s=load(std::path::Path::new(&a[1]),&[]).map_err(|_|()).unwrap().scenario; 
 let mut space=Workspace::default(); let layout=layout(&s,Detail::Standard);
 for k in 0..4u64 { let st=Stream::new(1,k); let m=s.model(st); let l=enact_all(&m.levers,&m.policies,st);
  let t=Instant::now(); let mut sil=Silent; let r=simulate(&m.blueprint,&l,st,&mut space,&mut sil); let d1=t.elapsed().as_secs_f64();
  let t=Instant::now(); let mut rec=Recorder::new(&m.blueprint,&layout,None); let _=simulate(&m.blueprint,&l,st,&mut space,&mut rec); let _=rec.finish(); let d2=t.elapsed().as_secs_f64();
  println!("silent {:.1} ns, recorder {:.1} ns per hearing ({})",d1*1e9/r.hearings as f64,d2*1e9/r.hearings as f64,r.hearings);
 }}
