use docketsim::scenario::load; use docketsim::experiment::*; use std::time::Instant;
fn main(){ let a:Vec<String>=std::env::args().collect(); let n:u64=a[2].parse().unwrap(); let sets:Vec<String>=a[3..].to_vec();
 let l=match load(std::path::Path::new(&a[1]),&sets){Ok(l)=>l,Err(f)=>{for d in &f.diagnostics{println!("{}",d.render(&f.sources,false));} return}};
 for d in &l.warnings {println!("{}",d.render(&l.sources,false));}
 let s=l.scenario; let plan=Plan{seed:s.seed,replications:n,precision:None,detail:Detail::Standard};
 let t=Instant::now(); let e=run(&s,&plan,&Watch::default()).unwrap(); let dt=t.elapsed().as_secs_f64();
 let h:u64=e.replications.iter().map(|r|r.hearings).sum(); println!("{} reps {:.2}s, hearings/rep {}, ns/hearing/thread-sec {:.1}",n,dt,h/n,dt*1e9/h as f64);
 let rows=results(&s,&e);
 for y in ["fy:2019","fy:2020","fy:2021","fy:2022","fy:2023","fy:2024"]{ println!("== {y}");
  for r in rows.iter().filter(|r|r.period==y&&r.court=="all"&&r.docket=="all"){ if let Some(m)=r.mean{ if y=="fy:2019"||["pending","completions","judges","in_absentia_share","returns","receipts","bench_utilisation","merits_wait_p50","first_hearing_wait_p50","next_available_merits","hearings_adjourned.bumped","hearings_adjourned.insufficient-time","cohort_merits_p50","cohort_disposition_p50"].contains(&r.measure.as_str()){println!("{:40} {:14.2}",r.measure,m)}}}}
 println!("== detained / courts fy2019"); for r in rows.iter().filter(|r|r.period=="fy:2019"&&(r.docket!="all"&&r.court=="all"||r.court!="all"&&r.docket=="all")){ if ["pending","completions","disposition_time_p50","disposition_time_mean","merits_wait_p50","first_hearing_wait_p50","next_available_merits","in_absentia_share","hearing_settings.master","hearing_settings.individual","hearings_adjourned.insufficient-time","hearings_adjourned.bumped","bench_utilisation","judges"].contains(&r.measure.as_str()){println!("{:12} {:12} {:36} {:14.2}",r.court,r.docket,r.measure,r.mean.unwrap_or(f64::NAN))}}
}
