"""The English words: what patients write, by concern. Notation: `conversations/patterns.py`. Rules: `__init__.py`.

Written in lower case with contractions joined ("can't", "don't"); slips of one letter in words of six or more are
mended before.
Source: clinical-content §4 (starter patterns), grown with everyday wording; to be reviewed by clinicians.
"""

# --- word classes, used in the patterns as {name} ------------------------------------------------------------
WORDS: dict[str, str] = {
    "cannot": (
        "can't|couldn't|unable to|not able to|struggling to|struggle to|struggles to|struggled to|hard to|"
        "difficult to|trouble|hardly|barely|difficulty|hard time|can hardly|can barely|fighting to|impossible to|"
        "won't let me|having a job to|problems"
    ),
    "breathe": (
        "breathe|breathing|breath|get air|get enough air|get my breath|catch my breath|get any air|"
        "get his breath|get her breath|catch his breath|catch her breath|inhale|take a breath|draw breath|"
        "get a breath"
    ),
    "pain": "pain|pains|painful|hurt|hurts|hurting|ache|aches|aching|sore|agony|burning",
    "tight": (
        "tight|tightness|tightening|tightened|pressure|heavy|heaviness|squeezing|squeezed|crushing|crushed|"
        "weight|elephant|discomfort|band|closing|constricted|burning"
    ),
    "swell": "swell*|swollen|puffed up|puffy|puffing|ballooned|huge|blown up|bigger|fat lip|enlarged|thick",
    "mouthface": "tongue|lip|lips|throat|face|mouth|eyelids|neck",
    "fever": "fever|fevers|feverish|temperature|temp|burning up|running a temp|pyrexia|high temp|boiling hot",
    "rigors": "rigors|rigor|shaking|shivering|shivers|shakes|teeth chattering|shiver|shake|chills|trembling|shaky",
    "confused": (
        "confused|confusion|delirious|delirium|not making sense|making no sense|makes no sense|make no sense|"
        "doesn't make sense|talking nonsense|disoriented|disorientated|drowsy|unresponsive|can't wake|"
        "couldn't wake|won't wake|hard to wake|out of it|not himself|not herself|doesn't know where|"
        "don't know where|doesn't recognise|doesn't recognize|rambling|incoherent|muddled|gibberish|"
        "not responding|doesn't respond|very sleepy|can't think straight|mixed up and"
    ),
    "faint": (
        "faint|fainted|fainting|faints|pass out|passed out|passing out|black out|blacked out|blackout|collapse|"
        "collapsed|collapsing|lost consciousness|unconscious|keeled over|syncope|knocked out|went down"
    ),
    "weak": (
        "{faint}|nauseous|nausea|feel terrible|feel awful|weaker|feeble|faintish|unsteady|shattered|wiped out|"
        "no energy left|weak|very weak|so weak|weakness|dizzy|dizziness|lightheaded|light headed|woozy|floppy|"
        "can't stand|can't get up|can't get out of bed|no strength|can barely stand|can't walk|cold sweat|clammy|"
        "wobbly|legs give way|legs gave way|legs won't hold|exhausted|confused|low blood pressure|going to fall|"
        "about to fall|drained|no energy|can hardly stand|limp|giddy|head spinning|legs like jelly"
    ),
    "steroid": (
        "steroid|steroids|prednisone|prednisolone|pred|preds|methylprednisolone|medrol|hydrocortisone|"
        "dexamethasone|cortisone|cortisol tablets"
    ),
    "med": (
        "{steroid}|medicine|medicines|medication|medications|meds|tablets|tablet|pills|pill|azathioprine|aza|"
        "imuran|drugs"
    ),
    "stop": (
        "stopped|stop|stopping|quit|quitting|came off|come off|ran out|run out|running out|miss|missed|skip|"
        "skipped|skipping|missing|forgot|forgotten|haven't taken|have not taken|hasn't taken|didn't take|"
        "not taken|not taking|without|gave up|out of|no more|not had my|haven't had|off my|off the|threw away|"
        "lost my|left my|no longer taking|been off|cold turkey|left behind"
    ),
    "vomit": (
        "vomit*|threw up|throw up|throwing up|throws up|thrown up|brought up|bring up|bringing up|being sick|"
        "been sick|was sick|puke*|puking|can't keep|couldn't keep|heaving|sicked up|come back up|came back up|"
        "comes back up|came up again"
    ),
    "blood": "blood|bloody|clots|bright red",
    "wontstop": (
        "won't stop|not stopping|doesn't stop|can't stop|couldn't stop|cannot stop|hasn't stopped|non stop|"
        "nonstop|pouring|gushing|soaking|soaked|everywhere|heavily|heavy|lots|a lot|constant|spurting|"
        "will not stop|isn't stopping|keeps"
    ),
    "side": (
        "left side|right side|one side|half my|half of my|left arm|right arm|left leg|right leg|left hand|"
        "right hand|my arm|my leg|his arm|her arm|his leg|her leg|one arm|one leg|arm and leg|side of my|"
        "side of his|side of her|his left|her left|her right|his right|my left|my right|the left|the right"
    ),
    "limp": (
        "weak|weakness|numb|numbness|limp|can't move|won't move|paralysed|paralyzed|dead|drooping|droopy|drooped|"
        "dropped|can't lift|couldn't lift|couldn't move|doesn't work|stopped working|gone weak|no feeling|"
        "went numb|can't feel|tingling|not working|won't work|no strength|useless|heavy|can't raise|gave way|"
        "lost all feeling|lost feeling|lost power"
    ),
    "sudden": (
        "sudden|suddenly|all of a sudden|out of nowhere|came on fast|just now|all at once|out of the blue|"
        "abruptly|in seconds"
    ),
    "severe": (
        "severe|terrible|excruciating|worst|unbearable|agony|awful|extreme|intense|horrendous|horrible|stabbing|"
        "sharp|doubled over|doubled up|can't bear|can't stand up|screaming|writhing|knife|really bad|very bad|"
        "so bad|bad|killing|tearing|rolling|crippling|incredible|splitting|thunderclap|exploding|"
        "like never before|10 out of 10|10/10"
    ),
    "belly": "belly|stomach|tummy|abdomen|abdominal|gut|guts|bowel",
    "voices": "voice|voices|hallucinat*|hearing things|demon|demons|devil",
    "harm": "kill|hurt|harm|attack|stab|jump|die|knife|cut|punish|obey|burn|push|do things|do bad",
    "lesion": (
        "blister|blisters|sore|sores|erosion|erosions|raw|raw spot|raw spots|rash|spot|spots|scab|scabs|lesion|"
        "lesions|patch|patches|skin|wound|wounds|ulcer|ulcers|itch*|plaque*|crust*|scars|scar"
    ),
    "sight": "sight|vision|eyesight",
    "eye": "eye|eyes|eyeball|eyelid|eyelids",
    "blur": (
        "blur*|fuzzy|cloudy|misty|foggy|double vision|seeing double|halos|halo|hazy|flashes|floaters|can't see|"
        "dim|distorted|wavy|unfocused|out of focus"
    ),
    "injection": "injection|shot|jab|infusion|needle|cm313|drip|injected|dose of the study drug|study drug",
    "reaction": (
        "fever*|chills|chilly|shiver*|shaking|hives|rash|itch*|dizzy|dizziness|nausea|nauseous|vomit*|sick|"
        "headache|cough*|wheez*|flushed|flushing|reaction|aching|aches|achy|ached|felt ill|feel ill|unwell|"
        "hot and cold|freezing|cold|trembling|temperature|welts|palpitations|heart racing|swollen|shivers|"
        "blurred|blurry|terrible|awful|rough|bumps|faint|weak|sweating|lightheaded|tight|queasy|rotten|threw up"
    ),
    "site": (
        "injection site|injection spot|where i was injected|where they injected|where the needle|"
        "where i had the injection|where i had the jab|where i got the shot|where the injection|"
        "site of the injection|place of the injection|jab site|needle site|spot where they|spot where i|"
        "where they gave|where i got the injection|where the shot|where i had the shot|the jab spot|"
        "place where they injected"
    ),
    "sitebad": (
        "pus|blister*|ulcer*|spreading|bigger|growing|huge|palm|black|oozing|hard lump|getting worse|hot|"
        "very red|open|weeping|burst|size of my hand|size of my fist|broke|broken|purple|swollen|massive|larger|"
        "infected|red and|fist|lump|discharge|leaking|raw"
    ),
    "pus": (
        "pus|oozing|weeping yellow|yellow discharge|green discharge|infected|infection|smelly|smells|smell|"
        "stinks|stinking|foul|septic|cellulitis|abscess|green stuff|yellow stuff|yellow fluid|weeping|gunk|"
        "festering|discharge|rotten|yellow crust*|green"
    ),
    "pox": "chickenpox|chicken pox|shingles|measles|tuberculosis|tb",
    "near": (
        "close to|contact|exposed|exposure|visited|hugged|living with|same house|same room|staying with|"
        "looked after|looking after|next to|played with|playing with|my wife|my husband|my son|my daughter|"
        "grandson|granddaughter|grandchild*|grandkid*|my kid*|at home|kissed|shared|caught|been with|been around|"
        "sat with|babysat|babysitting|cuddled|came to see|sitting beside|sat beside|minding|held|roommate|"
        "my partner|sat next|with someone who|share a room|my mother|my father|spent"
    ),
    "worse": (
        "worse|worsening|spreading|spread|spreads|flare|flaring|flared|exploded|out of control|everywhere|"
        "all over|relapse*|come back|came back|back again|getting bigger|doubled|more and more|erupted|covering|"
        "covered|multiplying|dozens|loads|lots of new|lots more|so many|many new|raw all|head to toe|a dozen|"
        "breaking out|bursting out|popping up|keep appearing|keep coming|keeps coming|back with|returned|"
        "really bad again|new ones every|tons of"
    ),
    "disease": (
        "pemphigus|disease|skin|blister*|sores|rash|lesion*|erosions|condition|mouth|back|spots|raw patches|"
        "patches|raw areas|ulcers"
    ),
    "eat": "eat|eating|drink|drinking|swallow|swallowing|chew|food|fluids|meals",
    "bruise": (
        "bruis*|purple marks|purple patches|black and blue|purple spots|red dots|tiny red spots|red pinprick*|"
        "pinprick*|petechiae|purple blotches|red pin pricks|pinpoint|little red spots|small red spots"
    ),
    "nodoing": (
        "nosebleed*|nose bleed*|bleeding nose|nose bleeding|nose keeps bleeding|nose bled|nose has been bleeding|"
        "nose is bleeding|gums bleed*|bleeding gums|gums bleeding|gums keep bleeding|gums are bleeding|"
        "gums have been"
    ),
    "hairloss": (
        "hair..falling|hair..fall*|hair..coming out|hair..came out|hair..comes out|losing..hair|hair loss|"
        "lost..hair|going bald|bald patches|shedding|hair..pillow|hair..shower|hair..thinning"
    ),
    "handfuls": (
        "handful*|clump*|chunks|pillow|drain|loads|lots|fistful*|bald|bunches|all over|tufts|a lot|massive|"
        "shower|brush|so much|masses|everywhere|fast|every time|thin"
    ),
    "azabad": (
        "allopurinol|febuxostat|topiroxostat|zyloric|uloric|zyloprim|adenuric|cotrimoxazole|co trimoxazole|"
        "bactrim|septrin|trimethoprim|ribavirin|warfarin|coumadin|tripterygium|thunder god vine|gout tablet*|"
        "gout pill*|gout medicine|gout medication|gout meds|tablets for gout|medicine for gout|pills for gout|"
        "something for gout|lei gong teng|leigongteng"
    ),
    "onelimb": (
        "one leg|one calf|left leg|right leg|left calf|right calf|my calf|calf|one foot|one ankle|left ankle|"
        "right ankle|one arm|left thigh|right thigh|his calf|her calf|one of my legs|leg"
    ),
    "preg": (
        "pregnant|pregnancy|expecting a baby|period is late|period late|late period|missed my period|"
        "missed a period|missed period|period hasn't|no period|haven't had my period|baby on the way|"
        "trying for a baby|trying to conceive|want a baby|have a baby|having a baby|another baby|ivf|breastfeed*|"
        "breast feed*|breast feeding|nursing my|positive test|two lines|miscarr*|ectopic|trying to get pregnant|"
        "start a family|having children|conceive|up the duff|in the family way|period is|weeks late|second line"
    ),
    "hosp": (
        "hospitalised|hospitalized|admitted|in hospital|in the hospital|to hospital|to the hospital|"
        "emergency room|emergency department|a and e|a&e|the er|to er|in er|icu|intensive care|ambulance|"
        "operation|surgery|operated|stent|bypass|transfusion|in casualty|er last|er yesterday|er today|"
        "urgent care|discharged|on a ward|on the ward|had my appendix|had my gallbladder|overnight in|inpatient|"
        "at er|died|passed away|death"
    ),
    "newdx": (
        "cancer|tumour|tumor|lymphoma|leukaemia|leukemia|heart attack|stroke|blood clot|heart failure|diabetes|"
        "kidney failure|hepatitis|hiv|syphilis|angina|necrosis|lupus|malignan*|atrial fibrillation|tuberculosis|"
        "kidney disease|liver disease|ulcer|osteonecrosis|kidney trouble|something on my lung|mass|nodule"
    ),
    "dx": (
        "diagnosed|told i have|found|scan shows|scan showed|biopsy|tested positive|doctor says i have|"
        "says i have|they say it's|turns out i have|shows|came back|results say|suspect*|said i have|"
        "told me i have|confirmed"
    ),
    "nosleep": (
        "haven't slept|not slept|no sleep|don't sleep|not sleeping|can't sleep|awake for|up all night|"
        "without sleep|don't need sleep|doesn't sleep|hasn't slept|sleeping 2|sleeping two|hardly slept|"
        "barely slept|hours of sleep|hours sleep|hour's sleep|no need for sleep|don't need to sleep|didn't sleep|"
        "slept 2|slept two|slept an hour|awake all night|wide awake|barely sleep"
    ),
    "high": (
        "racing|invincible|full of energy|wired|buzzing|so much energy|unstoppable|can do anything|"
        "on top of the world|talking non stop|talking nonstop|talking fast|hyper|spending|amazing|fantastic|"
        "mind won't stop|thoughts won't stop|manic|elated|agitated|ecstatic|bouncing|genius|never felt better|"
        "speaking so fast|great ideas|brilliant ideas|superhuman|restless|euphoric|irritable|energetic|not tired|"
        "bought|high as|snapping at|can't stop talking|can't sit still|million ideas"
    ),
    "thirst": (
        "thirsty|thirst|drinking gallons|drinking so much|drink all day|dry mouth|can't stop drinking|"
        "drinking constantly|parched|drinking lots|drinking litres|drinking water all"
    ),
    "pee": "pee*|urinate|urinating|urine|wee|weeing|toilet|bathroom|loo|passing water|pass water|piss*",
    "fall": "fell|fall|fallen|slipped|tripped|tumbled|tumble|fell down|had a fall|went over|falling",
    "live": (
        "live vaccine|live vaccines|live attenuated|nasal flu|flu nasal|nasal spray vaccine|flumist|fluenz|"
        "zostavax|yellow fever vaccin*|yellow fever jab|yellow fever shot|mmr|measles vaccin*|measles jab|"
        "chickenpox vaccin*|chicken pox vaccin*|varicella vaccin*|bcg|oral polio|rotavirus|oral typhoid|"
        "rubella vaccin*|live shingles|chickenpox jab|chickenpox shot|chicken pox jab|flu vaccine up|"
        "vaccine up my nose|vaccine in my nose|flu spray|nose spray vaccine|vaccine spray|measles shot|"
        "polio drops|flu vaccine as|yellow fever|japanese encephalitis"
    ),
    "banned": (
        "rituximab|mabthera|rituxan|cyclophosphamide|plasma exchange|plasmapheresis|immunoadsorption|"
        "obinutuzumab|ofatumumab|daratumumab|telitacicept|belimumab|efgartigimod|endoxan|truxima|cytoxan"
    ),
    "days": (
        "days|weeks|week|a week|since monday|since tuesday|since wednesday|since thursday|since friday|"
        "since saturday|since sunday|two days|three days|2 days|3 days|month|since last|fortnight|couple of days|"
        "several days|few days|a while|all week|this week|yesterday and today|nights|weekend|in a row|twice now"
    ),
    "again": (
        "again and again|all day|all night|all morning|repeatedly|non stop|nonstop|keep|keeps|kept|times|"
        "constantly|everything|every time|over and over|since last night|since yesterday|since morning|"
        "since this morning|continually|can't stop|won't stop|for hours|five|six|four|three|3|4|5|6|several|"
        "2 days|two days|both days|whole night|whole day"
    ),
    "runs": (
        "diarrhoea|diarrhea|the runs|loose stools|watery stools|watery poo|the trots|watery stool|runny poo|"
        "loose motions|squits"
    ),
    "back": "back|spine|lower back|backbone",
}

# --- patterns by concern -------------------------------------------------------------------------------------
PATTERNS: dict[str, tuple[str, ...]] = {
    # E01 · emergency · airway, anaphylaxis
    "airway": (
        "trouble|difficult*|hard|struggl*|problem*|can't|unable & air|oxygen|inhal*|breath*",
        "windpipe|larynx|gullet|voice box & clos*|tight*|swell*|swollen|block*|shut*|narrow*",
        "lips|tongue & tingl*|numb|swell*|swollen|thick|huge|big|fat",
        (
            "can't..without gasping|gasp*|can't take in air|can't draw breath|no breath|air hungry|"
            "running out of air|starved of air|fighting for"
        ),
        (
            "{mouthface}|throat|airway|neck & {swell}|swelling|clos*|tight*|constrict*|block*|shut|puff*|narrow*|"
            "ballooned|blown up|twice the size|doubled in size|squeez*"
        ),
        (
            "can't get..air|can't get my breath|fight for breath|fighting to breathe|struggl*..breath*|"
            "struggl*..breathe|breath*..struggl*|can't suck|no air going|air won't|breathing stopped|"
            "stops breathing|labored|can't take a breath|can't draw"
        ),
        "anaphyla*|anaphylactic shock|airway|angioedema|angio edema|quincke*",
        (
            "{mouthface}..{swell}|{swell}..{mouthface}|{mouthface}..swollen|throat..tight*|tight..throat|"
            "tightness..throat|throat..clos*|throat..closing|throat closing|throat..lump..breath*|"
            "throat..constrict*|throat..blocked|throat is going|lump in my throat..breath*|throat..seizing|"
            "throat..narrow*|closing..throat|tight throat|throat..squeez*"
        ),
        (
            "can't breathe|can't breath|can't breathe*|couldn't breathe|couldn't breath|can't get..air|"
            "can't get..breath|can't catch..breath|couldn't catch..breath|{cannot} {breathe}|{cannot}..breathe|"
            "trouble breathing|gasping|gasp*|choking|suffocat*|fighting for breath|fighting for air|"
            "not getting..air|not getting enough air|not enough air|stopped breathing|isn't breathing|"
            "not breathing|struggling for breath|struggling for air|air hunger|wheezing badly|stridor|wheez*|"
            "tight airways|can't inhale|smothering|can't get enough air|can't seem to get|no air|"
            "unable to breathe"
        ),
        "severe allergic|bad allergic|allergic reaction..{breathe}",
        "hives + breath*|wheez*|throat|lips",
        "allergic reaction + {swell}|breath*|throat",
    ),
    # E02 · emergency · fever of 39 or more, or fever with rigors or confusion
    "sepsis": (
        (
            "{fever} + weak|weakness|no energy|exhausted|lethargic|drowsy|sleepy|slow to respond|not responding|"
            "seeing double|stiff neck|breathing fast|can't get out|limp|dizzy and|faint|mottled|racing heart|"
            "heart racing|collapse*"
        ),
        (
            "{fever} + rigors|rigor|shaking|shivering|teeth chattering|uncontrollabl*|shakes|shaking chills|"
            "can't stop shaking|shiver*|trembling"
        ),
        (
            "{fever} + {confused}|{faint}|can't stand|breathless|short of breath|can't breathe|can't get up|"
            "can't get out of bed|very weak|so weak|too weak|too weak to|extremely weak|can't walk|collapsed|"
            "can barely stand|can hardly stand"
        ),
        (
            "rigors|rigor|sepsis|septic|blood poisoning|septicaemia|septicemia|delirious|shaking uncontrollably|"
            "shivering uncontrollably|uncontrollable shaking|uncontrollable shivering|shaking chills|"
            "teeth are chattering|teeth chattering|violent chills|violently|shaking all over|shaking like|"
            "shaking so|can't stop shaking|can't stop shivering"
        ),
        (
            "high fever|very high fever|raging fever|very high temperature|burning up|very high temp|"
            "sky high temp*|high temperature"
        ),
    ),
    # E03 · emergency · chest pain, breathing
    "chest": (
        (
            "chest|breastbone|sternum|heart & pain*|hurt*|ache*|aching|tight*|pressure|heav*|squeez*|crush*|"
            "weight|burning|sharp|stab*|grip*|discomfort|funny|clench*|twing*|constrict*|gripping|press*|band|"
            "vice|vise|pounding|stopping|sore"
        ),
        (
            "breath*|breathing & difficult*|hard|trouble|labour*|labor*|struggl*|short|shallow|fast|heavy|worse|"
            "bad|rapid|problem*|can't|noisy|rattl*|puff*|uncomfortable|laboured"
        ),
        (
            "chest..{pain}|{pain}..chest|chest..{tight}|{tight}..chest|chest pain*|chest tight*|tight chest|"
            "tight in the chest|weight on my chest|pressure on my chest|chest..crush*|heart attack|heart..{pain}|"
            "{pain} in my heart|angina|cardiac|heart failure|heart stopped|pulmonary embol*|blood clot..lung|"
            "clot..lung*|chest..stab*|chest..sharp|chest..feels|chest..funny|chest..knife|elephant..chest|"
            "chest is heavy|sternum..{pain}|breastbone..{pain}|{pain}..breastbone|chest..knot"
        ),
        (
            "short of breath|shortness of breath|breathless*|out of breath|can't breathe lying|"
            "breathing..difficult|breathing..hard|breathing..bad|breathing is|breathing has|difficulty breathing|"
            "difficulties breathing|trouble..breathing|breathing..trouble|breathing..laboured|laboured breathing|"
            "labored breathing|breathing fast|panting|winded|puffed out|can't lie flat|can't lie down|puffing|"
            "struggl*..breath*|can't finish a sentence|can't speak in full|gasping|short breath|short in breath|"
            "breathing..shallow|breathing..worse|breathing..heavy|breathing..quick*|breathing..rapid*"
        ),
        (
            "blue lips|lips..blue|lips..purple|turning blue|going blue|gone blue|lips..grey|face..grey|"
            "fingers..blue|lips..gray|blue around"
        ),
        (
            "{pain}..down my left arm|{pain}..left arm..jaw|arm..jaw|heart..pounding..faint|heart..racing..faint|"
            "palpitations..faint|heart..racing..breath*|heart..pounding..breath*|left arm and jaw|jaw..left arm|"
            "coughing..breath*..fever|heart..skipping..faint|jaw and arm|arm and jaw"
        ),
    ),
    # E03 · emergency · calls for help, dying
    "collapse": (
        (
            "i'm dying|he's dying|she's dying|going to die|think i'm dying|about to die|help me please|"
            "call an ambulance|need an ambulance|call 911|call 999|call 120|sos|save me|please help|help me|"
            "someone help|help help|emergency please|i need help now|heart stopped|send an ambulance"
        ),
    ),
    # E04 · emergency · stroke, seizure, faint, confusion
    "neuro": (
        "speech|talking|words & thick|slow|strange|gone|off|lost|blurred|not right|unclear|slow*",
        "leg|legs|knees|arm|arms|hand & {sudden} & gave|give|collaps*|buckl*|useless|weak|numb",
        "face|eyelid|cheek & fell|fallen|dropp*|drop|drag*|pull*|lopsided|stroke",
        (
            "{sudden} & can't walk|can't stand|can't speak|can't see|can't think|confus*|weak|numb|dizzy|fell|"
            "unsteady|double vision|lost my balance|lost balance|headache|collaps*|unable"
        ),
        (
            "makes no sense|make no sense|making no sense|doesn't make sense|isn't making sense|talking rubbish|"
            "doesn't know what day|doesn't know her own|doesn't know his own|forgot how to|doesn't know us|"
            "keeps falling to|falls to one side|leaning to one side"
        ),
        (
            "face|mouth|smile|lip|cheek & droop*|crooked|lopsided|slipp*|one side|uneven|twisted|sagg*|numb|dead|"
            "frozen|paraly*|slid|hanging|dropped"
        ),
        (
            "arm|leg|hand|foot|side|fingers|limbs & {limp}|{sudden} & weak*|numb*|limp|dead|paraly*|can't move|"
            "won't move|can't lift|can't feel|lost|gone"
        ),
        (
            "speech|speak*|talk*|words|sentence*|voice & slur*|garbled|jumbled|mumbl*|can't|funny|wrong|strange|"
            "mixed up|nonsense|gibberish|muddled|weird|unclear|drunk"
        ),
        (
            "head*|headache & explod*|burst*|worst|sudden*|thunder*|split*|unbearable|excruciat*|severe|terrible|"
            "violent|horrendous|ripping|crack*|hammer"
        ),
        "stroke|mini stroke|tia|brain bleed|brain haemorrhage|brain hemorrhage|aneurysm",
        (
            "{side}..{limp}|{limp}..{side}|face..droop*|droop*..face|mouth..droop*|droop*..mouth|face..lopsided|"
            "face..one side|mouth..one side|face..fallen|face..slipped|smile..crooked|mouth..crooked|"
            "crooked mouth|crooked smile|face..crooked|face..numb|lopsided|hemiplegi*|paralys*|paralyz*|"
            "suddenly..numb|arm..limp|leg..limp|twisted mouth|mouth..twisted|face..twisted|smile..lopsided|"
            "face looks uneven|dribbling from"
        ),
        (
            "slurr*|slurring|speech..slurred|speech..funny|speech..strange|speech is|speech..garbled|can't speak|"
            "can't talk|couldn't speak|couldn't talk|can't find..words|can't get..words|words..jumbled|"
            "words..come out wrong|words..won't come|talking funny|words..wrong|jumbled words|unable to speak|"
            "speaking gibberish|lost..speech|words are|garbled|trouble speaking|trouble talking|"
            "trouble finding words|mumbling|can't form words"
        ),
        (
            "seizure*|convuls*|fitting|had a fit|having a fit|fits|epilep*|jerking|twitching all over|foaming|"
            "shaking and unresponsive|whole body..jerk*|eyes rolled"
        ),
        "{faint}|unresponsive|unconsciousness|coma|out cold",
        (
            "confused|confusion|disoriented|disorientated|delirium|not making sense|making no sense|"
            "talking nonsense|can't wake|couldn't wake|won't wake|doesn't know where|don't know where i am|"
            "doesn't recognise*|doesn't recognize*|don't recognise|incoherent|not responding|doesn't respond|"
            "gibberish|didn't know who|doesn't know who|not know where|where he is|where she is|doesn't know me|"
            "didn't recognise|didn't recognize|rambling|hard to wake|doesn't wake|can't be woken|muddled"
        ),
        (
            "worst headache|thunderclap|{sudden}..headache|headache..{sudden}|{severe}..headache|"
            "headache..{severe}|headache..vomit*|headache..stiff neck|stiff neck..headache|stiff neck|"
            "head..explod*|head is splitting|head..split*|head..burst|headache from hell|headache like never"
        ),
        "headache + vomit*|stiff neck|blurred|can't see|drowsy|throwing up",
        (
            "{sudden}..can't walk|{sudden}..weak|{sudden}..numb|{sudden}..lost balance|{sudden}..dizzy|"
            "can't walk straight|lost..balance..sudden*|staggering|{sudden}..double vision|falling to one side|"
            "veering"
        ),
    ),
    # E05 · emergency · gut, lung or other heavy bleeding
    "bleed": (
        "black|tarry|tar|bloody & pooping|pooped|poop|bowel|stools|stool|poo|motions|toilet|number two",
        (
            "bleed*|blood & hour|hours|minutes|stop|stopping|pressure|lots|heavy|pouring|everywhere & won't|"
            "can't|still|not|keeps|hasn't|for an|half an|an hour|lots|pouring|everywhere"
        ),
        (
            "blood|bloody|bleed*|bled & vomit*|threw|throwing|sick|cough*|spit*|spat|phlegm|poo*|stool*|toilet|"
            "bowel*|bottom|backside|rectum|rectal|back passage|motions|anus|bum|won't stop|pour*|gush*|heav*|"
            "soak*|lots|hour|hours|everywhere|non stop|clots|pools|towel*|pads|so much|a lot|bucket*|bowl|cup|"
            "flood*|can't stop"
        ),
        "poo*|stool*|motion*|bowel movement* & black|tar|tarry|bloody|red|maroon",
        "vomit*|threw up|sick|throwing up|sputum|phlegm & blood*|coffee|red|black|dark brown",
        (
            "vomit*..blood|blood..vomit*|{vomit}..blood|threw up..blood|throwing up..blood|brought up..blood|"
            "coffee ground*|coffee grounds|{vomit}..coffee|spat..blood|spitting..blood|spit..blood|cough*..blood|"
            "blood..cough*|coughing..blood|blood..phlegm|blood..sputum|haemoptysis|hemoptysis|bloody vomit|"
            "bloody phlegm|blood when i cough|bloody sputum|cough*..red|{vomit}..red"
        ),
        (
            "black stool*|black poo*|black poop|tarry|melena|melaena|stool*..black|poo*..black|black motions|"
            "black as tar|like tar|motions..black|blood..stool*|blood..poo*|stool*..blood*|poo*..blood*|"
            "bloody stool*|blood..toilet|rectal bleeding|bleeding..bottom|bottom..bleeding|blood..backside|"
            "passing blood|passed blood|blood..bowel|bloody diarrh*|bloody poo*|black and sticky|black sticky|"
            "back passage..bleed*|bleeding from..back passage|blood in the bowl|maroon|bum..bleeding|"
            "bleeding from my bum|toilet bowl..red|black and tarry|black shiny"
        ),
        (
            "bleeding..{wontstop}|{wontstop}..bleeding|heavy bleeding|bleed*..heavily|bleed*..{wontstop}|"
            "haemorrhag*|hemorrhag*|blood..pouring|pouring..blood|blood..everywhere|losing..lots of blood|"
            "lost a lot of blood|lot of blood|lots of blood|blood..gushing|soaking..pads|pools of blood|"
            "pool of blood|blood..won't stop|bleeding to death|internal bleed*|bleed out|bleeding out|"
            "so much blood|losing blood|spurting|massive bleed*|blood keeps coming|clots of blood|passing clots|"
            "blood clots in"
        ),
    ),
    # E06 · emergency · steroid stopped or vomited, and faint or very weak
    "adrenal": (
        (
            "{steroid}|{med} & {stop}|no|without|off|none|since & {days}|since|ago|friday|monday|tuesday|"
            "wednesday|thursday|saturday|sunday|sudden*|own|completely|finished|away|home|pharmacy|run out|"
            "ran out|stopped|cold turkey|quit + {weak}|vomit*|nausea|throwing up|sick"
        ),
        "{vomit}|vomit*|sick & {steroid}|{med}|tablets|pills + {weak}",
        (
            "off {steroid}|off {med}|{stop}..{steroid}|{steroid}..{stop}|no {steroid}|{steroid} for days|"
            "{stop}..{med}|{med}..{stop}|ran out of {med} + {weak}|vomit*|nausea|shaky|throwing up"
        ),
        "{vomit}..{med}|{med}..{vomit} + {weak}",
        "adrenal crisis|addison*|adrenal insufficiency|adrenal failure|adrenal",
    ),
    # E07 · emergency · active thoughts of suicide or self-harm
    "selfharm": (
        "going to jump|gonna jump|about to jump|ready to jump",
        (
            "no point|no reason|nothing to live|don't want to live|end it|dead + have a plan|"
            "got a plan|made a plan|know how i'll do it"
        ),
        "end his life|end her life|end their life|ending his life|ending her life|take their own life",
        (
            "driv*|jump*|walk*|step*|throw*|run|crash* & bridge|cliff|traffic|tree|train|wall|river|roof|window|"
            "balcony|building & think*|want*|feel|feeling|going|tempt*|could|might|urge|plan*"
        ),
        "better off & dead|gone|without me|not here",
        "pills|tablets & saved|saving|hoard*|stockpil*|ready & all|die|end|enough",
        (
            "ending things|end things|ending everything|end everything|checking out of life|won't be around|"
            "don't want to be around|no way out|leave this world|leaving this world|leave this life|"
            "put an end to|put me out of my misery|sleep forever|never wake|want to be dead|should be dead|"
            "don't want to carry on|can't carry on living|no wish to live|don't wish to live|"
            "lost the will to live|no will to live|not want to be alive|wouldn't mind dying|"
            "wouldn't mind if i died|hope i die|let me die|just let me die|want out of life|"
            "over and done with life|stop being alive|can't live any*|don't see a reason to live|goodbye cruel|"
            "give up on life|gave up on life|giving up on life|not worth being alive|thought about dying|"
            "think about dying|thoughts about death|thoughts of death|wanting to die|wanting to be dead|"
            "feel like dying|feel like ending|feel like killing"
        ),
        (
            "kill*|hurt*|harm*|cut*|hang*|drown*|shoot*|poison*|end|finish & myself|himself|herself|my life|"
            "it all|my own life"
        ),
        (
            "want|wish|hope|rather|ready|better|prefer|plan*|thinking|decided|going|long & to die|be dead|"
            "was dead|were dead|dead than|if i died|i died|i was gone|to be gone|stop living|not be here|"
            "not to be here|never wake"
        ),
        "bridge|balcony|roof|window|train & jump*|throw",
        "pills|tablets|medicine|medication & saving|stockpil*|collecting|hoarding & die|end|finish|all",
        (
            "suicid*|kill myself|killing myself|end my life|ending my life|end it all|ending it all|end it|"
            "ending it|hurt myself|hurting myself|harm myself|harming myself|self harm*|cut myself..purpose|"
            "cutting myself|better off dead|want to die|wanna die|wish i was dead|wish i were dead|wish i'd die|"
            "wish i would die|wants to die|don't want to live|doesn't want to live|don't want to be alive|"
            "not want to live|don't want to wake up|not wake up|never wake up|hope i don't wake|"
            "don't want to be here|doesn't want to be here|don't want to go on living|no reason to live|"
            "reason to stay alive|nothing left to live for so|reason to go on living|pills ready|tablets ready|"
            "planning how to do it|how to end|ways to die|going to end it|take my own life|taking my own life|"
            "take my life|taking my life|take his own life|take her own life|kill himself|kill herself|jump off|"
            "jump from|jumping off|jump in front|jumping in front|jump out|jumping from|jumping out|throw myself|"
            "throwing myself|hang myself|hanging myself|slit my wrists|slash my wrists|overdose on purpose|"
            "od on purpose|take all my pills|take all my tablets|taking all my tablets|taking all the tablets|"
            "take all the tablets|taking all the pills|take every pill|cut my wrists|cutting my wrists|"
            "cut my wrist|take all the pills|taking all my pills|swallow all my|ready to die|rather be dead|"
            "rather die|better off without me|be better without me|world..without me|don't deserve to live|"
            "can't live like this|don't want to exist|stop existing|no longer want to live|tired of living|"
            "sick of living|done with life|done living|finish myself|do away with myself|top myself|drown myself|"
            "shoot myself|gas myself|goodbye letter|suicide note|say goodbye to everyone|harm himself|"
            "harm herself|hurt himself|hurt herself|off myself|unalive|don't want to carry on living|"
            "life isn't worth living anymore and|thoughts of dying|thinking of dying|"
            "just want to disappear forever|plan to die|thinking about death|want it all to end|want it to end|"
            "want it all to be over|might do something stupid|do something stupid to myself|crash my car|"
            "walk into traffic|under a train|under a bus on purpose"
        ),
    ),
    # E08 · emergency · voices or delusions with danger
    "psychosis_danger": (
        (
            "want*|going|trying|tried|out & kill|hurt|harm|attack|poison|stab & me|them|him|her|us|people|"
            "someone|everyone|family|neighbo*"
        ),
        "knife|hammer|axe|weapon|gun & voices|ready|protect|they|kill|under my pillow|people",
        "{voices} + {harm}|telling me to|tell me to|tells me to|told me to|commanding|command*|ordering me",
        (
            "want to kill them|want to kill him|want to kill her|want to hurt someone|want to hurt people|"
            "going to hurt someone|going to kill|poison*..me|poisoning me|poisoned my|trying to kill me|"
            "wants to kill me|want to kill me|out to get me|trying to poison|following me|plotting|conspir*|"
            "being watched|spying on me|poisoning my|poison my|poison in my|possessed|has a knife|got a knife|"
            "hurt my family|afraid i might hurt|hit my wife|hit my husband|attack someone|attacking us|"
            "attacked his|attacked her|threatening us|threatening me|threatening people|violent|thinks we are|"
            "thinks people are|they are after me|they're after me|chip in my|cameras watching|"
            "controlling my thoughts|controlling my mind"
        ),
    ),
    # E09 · emergency · sudden loss of sight
    "vision_loss": (
        "can't see|couldn't see|not see & {eye}|sight",
        "{eye} & black|blind|nothing|no vision|gone",
        (
            "{eye}|sight|vision|see & {sudden}|this morning|woke|hour|minutes|just & black|dark|gone|lost|"
            "nothing|can't see|couldn't see|blind|went|disappear*|vanish*|anything|blank|blacked|shadow|curtain|"
            "grey|gray"
        ),
        ("{eye}|sight|vision & curtain|veil|blackout|blacked out|pitch black|total* dark|gone dark|shutter|no light"),
        (
            "blind|blindness|went blind|gone blind|{sudden}..can't see|can't see out of|can't see from|"
            "can't see anything|can't see a thing|couldn't see anything|lost..{sight}|{sight}..lost|"
            "loss of {sight}|losing..{sight}|{sight}..gone|{sight} went|{sight}..went|{sight}..has gone|"
            "{sight}..vanish*|{sight}..disappear*|{eye}..went black|{eye}..gone black|"
            "everything went black..{eye}|everything went dark|curtain|{eye}..can't see|{eye} can't see|"
            "{sight}..{sudden}|{sudden}..{sight}|no vision|no sight|{eye}..went dark|{eye}..gone dark|"
            "dark in one eye|black shadow|lost the sight|only see light|only see shadows|see nothing|"
            "{eye}..see nothing|{sudden}..blurr*|{eye}..stopped seeing|retina*|half my vision|part of my vision|"
            "shadow across|shade over|went completely dark|{eye}..has gone"
        ),
    ),
    # E10 · emergency · sugar below 3.0, 33.3 or more, HI, or high and ill
    "glucose_danger": (
        (
            "meter..says hi|meter..reads hi|meter..shows hi|reads high on the meter|meter..just says high|"
            "meter..hi|sugar..says hi|sugar..reads hi|sugar..is hi|glucose..hi|ketoacidosis|ketones|dka|"
            "diabetic coma|hypo..confused|hypo..pass*|hypo..faint*|meter..lo|sugar too high to read|"
            "off the scale|meter can't read|too high to read|meter says high|meter reads high|"
            "too high for the meter"
        ),
        "sugar..high|glucose..high|sugar..sky + {confused}|vomit*|throwing up|drowsy|sleepy",
        "sugar..low|hypo|low sugar|glucose..low|hypoglyc* + {confused}|{faint}|shaking and",
    ),
    # E11 · emergency · 180/110 or more with head, eye, chest or nerve signs
    "bp_danger": (
        "hypertensive crisis|hypertensive emergency",
        (
            "blood pressure..high|blood pressure..sky|blood pressure..roof|bp..high|bp..roof|"
            "pressure..through the roof|bp..sky + headache|blurr*|chest|vision|confused|numb|can't see|vomit*|"
            "seeing|pounding head"
        ),
    ),
    # E12 · emergency · cannot get water down
    "cannot_swallow": (
        (
            "swallow*|get down|go down|drink & can't|couldn't|nothing|impossible|unable|won't & water|liquid*|"
            "fluid*|anything|spit|saliva|tablets|pills|medicine|at all|sip|drop"
        ),
        (
            "can't swallow..water|can't even swallow|can't swallow anything|can't swallow at all|"
            "can't swallow my|can't swallow the|can't swallow even|can't swallow|couldn't swallow|"
            "unable to swallow|can't get..water down|can't get..down|can't drink anything|can't drink water|"
            "can't drink at all|can't even drink|can't drink|couldn't drink anything|haven't drunk anything|"
            "nothing to drink|not drunk anything|no fluids|not even water|unable to drink|can't keep water down|"
            "can't keep anything down|can't keep even water|can't keep fluids|can't keep any|can't keep down|"
            "even water|swallow my own saliva|swallow saliva|swallow spit|own spit|water won't go down|"
            "won't go down|nothing will go down|nothing goes down|nothing by mouth|can't get tablets down|"
            "drooling because|hasn't drunk|not a drop|can't sip|water comes back|not swallowed anything|"
            "impossible to swallow|stopped swallowing"
        ),
    ),
    # E13 · emergency · far too much medicine
    "overdose": (
        "took|taken|swallowed|drank|had & whole|entire|full|half & bottle|packet|box|strip|pack|blister pack",
        (
            "took|taken|swallowed|had & too many|too much|way over|triple|ten times|5 times|five times & tablets|"
            "pills|{steroid}|medicine|medication|azathioprine"
        ),
        (
            "took|taken|swallowed|eaten|downed|ate & whole|entire|all|bottle|handful*|packet|box|strip|loads|"
            "dozens|hundred & pills|tablets|{steroid}|medicine|medication|sleeping pills|azathioprine & mother|"
            "father|husband|wife|bottle|box|packet|strip|handful*|at once|in one go|on purpose|whole|entire|"
            "mistake|suicide|accident*|die|dozens|loads|hundred|a month|a week|he|she|mum|dad"
        ),
        ("sleeping pills|sleeping tablets & handful|lots|bottle|all|too many|10|20|30|ten|twenty|thirty|box|pack"),
        (
            "overdose*|overdosed|od'd|took too many..tablets|took too many..pills|too many tablets|"
            "too many pills|took the whole|took whole|took a whole|took all my|took all the|took all of my|"
            "took all of the|took..whole bottle|whole bottle|whole box|whole packet|whole pack|whole strip|"
            "whole blister pack|entire bottle|entire box|entire packet|entire strip|swallowed all|swallowed the|"
            "swallowed a|handful of..pills|handful of..tablets|handful of|took way too|way too much|far too much|"
            "far too many|way too many|ten times the|10 times the|ten times my|10 times my|ten times more|"
            "week's worth|weeks worth|month's worth|months worth|all at once|bottle of pills|bottle of tablets|"
            "fistful of|lots of pills|lots of tablets|poison*|drank bleach|drank pesticide|massive dose|"
            "loads of tablets|loads of pills|emptied the bottle|full bottle|half a bottle|half the bottle|"
            "half the box|all my tablets in one go|in one go|grandson swallowed|child swallowed|took too much|"
            "took all his|took all her|has taken all|have taken all|i've taken all"
        ),
    ),
    # E14 · emergency · sudden severe belly pain
    "acute_abdomen": (
        (
            "{belly} & pain*|hurt*|ache*|agony|cramp* & can't walk|can't breathe|pale|on the floor|throwing up|"
            "vomit*|rolled|passing out|crying|scream*|curled|worst|knife|sudden*|severe*|unbearable|terrible*|"
            "bent over|hard"
        ),
        (
            "{belly} & pain*|hurt*|agony|cramp*|ache & {sudden}|severe|excruciat*|unbearable|worst|knife|stab*|"
            "doubled|curl*|scream*|agony|sweat*|terrible|violent|awful|crying|can't stand|can't move|so bad|"
            "extreme|intense|horrible|horrific|sharp"
        ),
        "{belly} & rigid|hard as|rock hard|solid|like a board|like wood|hard",
        (
            "rigid abdomen|rigid belly|rigid stomach|board like|hard as a board|hard as a rock|hard like a board|"
            "rock hard|peritonitis|perforat*|pancreatitis|appendicitis|bowel obstruction|{belly}..rigid|"
            "{belly}..rock hard|{belly}..hard as"
        ),
        (
            "{sudden}..{belly}|{belly}..{sudden}|{severe}..{belly}|{belly}..{severe}|{belly}..doubled|"
            "{belly}..can't move|{belly}..can't touch|{belly}..knife|{belly}..stabb*|stabbed in the {belly}|"
            "pain in my {belly}..{severe}|{belly}..{pain}..{severe}|{belly}..{pain}..{sudden}"
        ),
        (
            "{belly}..{pain}|{pain}..{belly} + doubled|curled up|can't stand up|can't straighten|knife|sweating|"
            "{sudden}|rolling|on the floor"
        ),
    ),
    # U01 · urgent · fever of 38.0 to 38.9, or not measured
    "fever": (
        (
            "temperature of|temp of|flu like|flu symptoms|sweating and shivering|feel cold and shaky|"
            "can't get warm|hot and sweaty|burning hot"
        ),
        "fever* & days|hours|night|since|again|still",
        (
            "fever|fevers|feverish|high temperature|high temp|running a temperature|running a temp|"
            "have a temperature|got a temperature|has a temperature|having a temperature|a temp|"
            "temperature is up|temperature..high|temperature is|temp is up|temp..high|burning up|hot and cold|"
            "hot and shivery|shivery|shivers|shiver*|chills|sweats|night sweats|rigors|shaking with cold|shaking|"
            "boiling hot|hot to touch|hot to the touch|hot forehead|forehead..hot|forehead is|febrile|"
            "temperature for|temperature since|temperature again|temperature up|temperature won't|"
            "slight temperature|feel hot|feeling hot|running hot|feels hot|freezing cold and"
        ),
    ),
    # U02 · urgent · ill after the injection
    "inj_reaction": (
        "{injection} + {reaction}",
        ("reaction to the {injection}|allergic reaction|reaction after|bad reaction|infusion reaction|hives|welts"),
    ),
    # U03 · urgent · injection spot large, blistered or with pus
    "site_bad": ("{site} + {sitebad}",),
    # U04 · urgent · infected raw spots
    "skin_inf": (
        (
            "{lesion}..{pus}|{pus}..{lesion}|pus|infected blister*|skin infection|infected|infection..skin|"
            "cellulitis|abscess*|erysipelas|impetigo|red hot|hot and red|red and hot|red and warm|warm and red|"
            "hot and swollen|red and swollen|swollen and red|redness..spread*|spread*..redness|{lesion}..smell*|"
            "smell*..{lesion}|foul smell*|yellow discharge|green discharge|yellow crust*|red streak*|red lines|"
            "red line|{lesion}..hot|{lesion}..infected|oozing|hot to touch|festering|stinks|stinking|smells bad|"
            "smells rotten|smells awful|bad smell|redness around|red around|turned green|gone green|gone septic|"
            "turned septic|weeping"
        ),
    ),
    # U05 · urgent · shingles, herpes
    "herpes": (
        (
            "blister*|rash|spots & band|belt|stripe|line|row|strip|cluster*|group*|one side|waist|ribs|patch|"
            "string & pain*|burn*|sting*|hurt*|sore|tingl*|agony|itch*"
        ),
        "blister*|rash & one side|band|belt|waist|along a nerve|nerve pain",
        (
            "shingles|herpes|zoster|cold sore*..spread*|cold sores..spread*|coldsore*|cold sore*|"
            "cluster*..blister*|blister*..cluster*|group*..blister*|blister*..group*|grouped|band of|"
            "blister*..one side|one side..blister*|stripe of|bunch of..blister*|blister*..burn*|belt of|"
            "strip of..blister*|line of..blister*|tiny blister*..pain*|row of..blister*|painful rash on one side|"
            "rash..one side|chickenpox|chicken pox|painful little blister*|crop of|patch of tiny"
        ),
    ),
    # U05 · urgent · close to chickenpox, shingles, measles or tuberculosis
    "exposure": (
        "chickenpox|chicken pox|shingles|measles|tb|tuberculosis + share an office|share a room|we share|same office",
        (
            "chickenpox|chicken pox|measles|tb|tuberculosis & tea|lunch|dinner|coffee|meal|party|wedding|travel*|"
            "train & turned out|have|had|has"
        ),
        (
            "chickenpox|chicken pox|shingles|measles|tb|tuberculosis & contact|exposed|near|visit*|house|home|"
            "hug*|beside|around|wife|husband|son|daughter|mum|dad|partner|roommate|school|class"
        ),
        "{pox} + {near}",
        "{pox}..{near}|{near}..{pox}",
    ),
    # U06 · urgent · cough and breathless on effort
    "chest_infection": (
        (
            "cough*..breathless*|cough*..short of breath|breathless..walk*|breathless..stairs|breathless on|"
            "breathless when|breathless..climb*|out of breath..walk*|out of breath..stairs|"
            "short of breath..walk*|short of breath..stairs|puffed..stairs|pneumonia|chest infection|bronchitis|"
            "coughing..green|coughing..yellow|green phlegm|yellow phlegm|cough..weeks|coughing for weeks|"
            "cough..month|bad cough|cough..getting worse|winded"
        ),
    ),
    # U08 · urgent · the disease is much worse
    "flare": (
        "flaring|flared up|flare up",
        (
            "{disease}..{worse}|{worse}..{disease}|{worse}..blister*|blister*..{worse}|flare*|flare up|relaps*|"
            "much worse|a lot worse|far worse|way worse|so much worse|getting worse|got worse|gotten worse|"
            "loads of..blister*|lots of..blister*|dozens of..blister*|dozens of|many..blister*|"
            "blister*..all over|new blister*..every day|new blister*..everywhere|new blister*..every morning|"
            "covered in|head to toe|skin..coming off|skin..peeling|peeling off|skin..sheets|whole back|"
            "back is raw|all raw|completely raw|spreading|broke out|breaking out|broken out|outbreak|10 new|"
            "ten new|twelve new|fifteen new|twenty new|12 new|15 new|20 new|30 new|blister*..multipl*|"
            "crop of new|new crop|all started again|back with a vengeance|worse than|worse every day|"
            "worse by the day|so many new|whole mouth|mouth is full|entire body|whole body..blister*|"
            "skin is coming|skin is falling|falling off|erupt*"
        ),
    ),
    # U09 · urgent · hardly eats or drinks
    "poor_intake": (
        "hardly|barely|scarcely|struggl* & able|manag*|to & drink|swallow|sip*",
        (
            "nothing|only|just|barely|hardly & spoon*|sip*|soup|mouthful*|bite*|cup|glass|water|"
            "liquid* & all day|today|yesterday|days|mouth|since|had|eaten|swallow*"
        ),
        (
            "only|just|nothing but & drink*|sip*|soup|milkshake*|yoghurt|ice cream|liquid*|straw|smoothie*|"
            "shakes|ensure|porridge & manage|can|drink|eat*|mouth|throat|pain*|sore*|swallow*|living|getting"
        ),
        "mouth|throat & too|so|very & pain*|sore|raw & eat*|drink*|food|swallow*|chew*",
        "losing weight|lost weight & eat*|mouth|swallow*",
        (
            "can't eat|couldn't eat|can hardly eat|can barely eat|hardly eat*|hardly eaten|barely eat*|"
            "barely eaten|barely drink*|hardly drink*|haven't eaten|hasn't eaten|not eaten|not eating|"
            "not been eating|not drinking|can only sip|only sip*|few sips|only liquids|only drink*|only manage|"
            "only soup|only liquid|stopped eating|too painful to eat|too sore to eat|hurts to eat|"
            "hurts to swallow|hurts to drink|painful to swallow|painful to eat|painful to drink|pain*..swallow*|"
            "swallow*..pain*|swallow*..hurts|hurts..swallow*|trouble swallowing|difficulty swallowing|"
            "hard to swallow|difficult to swallow|struggl*..swallow*|struggl*..eat|struggl*..drink|"
            "agony to swallow|mouth..too sore|mouth so sore|can't chew|can't open my mouth|eat almost nothing|"
            "eating almost nothing|eaten almost nothing|almost nothing|eaten nothing|nothing to eat|no food|"
            "dehydrat*|living on|sips of water|can't eat solid*|lost my appetite completely|refus*..eat|"
            "refus*..drink|swallowing is|swallowing has|scared to swallow|drunk very little|drinking very little|"
            "eating very little|eaten very little|couple of sips|mouthfuls|won't eat|won't drink|"
            "hasn't had anything"
        ),
    ),
    # U10 · urgent · eye pain, red and blurred, sores
    "eye": (
        (
            "{eye}|vision|sight & pain*|hurt*|sore|red|blur*|throb*|burn*|swollen|gritty|watering|cloudy|foggy|"
            "worse|bloodshot|sting*|ache*|discharge|stuck|light|pus|crust*"
        ),
        (
            "{eye}..{pain}|{pain}..{eye}|{eye}..{blur}|{blur}..{eye}|{sight}..{blur}|{blur}..{sight}|{eye}..red|"
            "red {eye}|red..{eye}|bloodshot|{eye}..gritty|gritty..{eye}|{eye}..light|light hurts|"
            "sensitive to light|photophobia|{eye}..swollen|{eye}..stuck|{eye}..discharge|{eye}..blister*|"
            "blister*..{eye}|sore*..{eye}|{eye}..pus|{eye}..throb*|halos|double vision|seeing double|"
            "conjunctivitis|glaucoma|uveitis|iritis|cornea*|{eye} infection|can't open..{eye}|{eye}..won't open|"
            "can't see properly|can't see clearly|can't see well|{eye}..sting*|{eye}..burn*|{eye}..weep*|"
            "everything..{blur}|things..{blur}|looks..{blur}|looking..{blur}|everything is blurry|"
            "everything looks blurry|everything's blurry|blurry|blurred|{eye}..raw|pressure behind..{eye}|"
            "{eye}..pressure|{sight}..worse|{sight}..bad|{sight} is|{eye}..sticky|{eye}..crust*|{eye}..sand|"
            "rainbow*"
        ),
    ),
    # U11 · urgent · no steroid for days, stopped or run out
    "missed_steroid": (
        (
            "{stop}..{steroid}|{steroid}..{stop}|no {steroid}..{days}|no {steroid} left|{stop}..{med}..{days}|"
            "{days}..{stop}..{med}|{stop} taking..{med}|{stop} taking|stopped..{med}|stopped all..{med}|"
            "ran out of|run out of|running out of|none left|no tablets left|no pills left|no medicine left|"
            "no more tablets|no more pills|haven't taken..{days}|didn't take..{days}|without..{med}|"
            "forgot..{med}..{days}|missed..{days}|missed two|missed three|missed 2|missed 3|missed several|"
            "skipped..{days}|skipped two|skipped three|came off..{med}|lost my {med}|left my {med}|left..{med}|"
            "haven't had..{med}|pharmacy..out|pharmacy has no|out of stock|can't get my {med}|"
            "can't get the {med}|can't get any {med}|{med}..empty|last tablet|last pill|threw..{med}|"
            "haven't touched..{med}|not taking..{med}|decided to stop|not taken..{med}|finished my {med}|"
            "finished all my|no {med} for|forgotten my|forgotten..{med}|{med}..at home|given up..{med}|"
            "gave up..{med}|off {steroid}|taken nothing|taken none|missed..doses|missed my doses|"
            "won't take..{steroid}|refus*..{med}|on my own stopped|don't have any..{med}|haven't got any..{med}|"
            "tablets are finished|tablets have finished|pills are gone|tablets are gone|tablets ran out|"
            "tablets finished|pills finished|medicine is finished|medicine finished|{med}..all gone|"
            "{med}..run out|{med}..used up|no refill*|none since"
        ),
    ),
    # U12 · urgent · vomits again and again or vomited the tablets; diarrhoea
    "vomiting": (
        (
            "diarrh*|runs|loose|toilet|bathroom & times|all|every|constant*|non stop|hour*|day*|bad|severe|"
            "watery|ten|eight|seven|six|five"
        ),
        (
            "vomit*|threw up|thrown up|throwing up|been sick|puk* & times|all|again|since|hours|day|days|night|"
            "can't|everything|keep|every|tablets|medicine|pills|still|twice"
        ),
        (
            "{vomit}..{again}|{again}..{vomit}|{again} vomiting|{again} throwing up|{again} being sick|vomiting|"
            "can't stop vomiting|can't stop being sick|keep being sick|keep throwing up|keep vomiting|"
            "can't keep..down|couldn't keep..down|vomited..times|{vomit}..{days}|everything i eat comes|"
            "everything comes up|vomited|throwing up|been sick..times|sick all night|sick all day|sick four|"
            "sick three|sick five|sick six|sick 3|sick 4|sick 5|sick twice|{vomit} twice"
        ),
        "{vomit}..{med}|{med}..{vomit}",
        "{vomit} + {med}",
        (
            "{runs}..{again}|{again}..{runs}|{runs}..{days}|{runs}..bad*|{runs}..times|{runs}|on the toilet all|"
            "toilet ten times|toilet 10 times|toilet every|stomach bug|gastro*|food poisoning|watery|toilet all|"
            "running to the toilet|runs to the toilet"
        ),
    ),
    # U13 · urgent · took double, took too little, mixed up
    "dose_error": (
        "tablets|mg|pills|dose & instead of",
        (
            "twice as much|twice as many|double the|double what|half what|more than i should|more than i was|"
            "less than i should|too much {steroid}"
        ),
        "took & wrong|twice as|double|extra & tablet*|pill*|dose*|medicine|{steroid}|much|many",
        (
            "double dose|doubled..dose|doubled my|doubled the|doubling..{med}|took double|took..twice|"
            "took it twice|taken twice|taken..twice|twice today|twice by mistake|took two doses|two doses|"
            "2 doses|extra dose|took extra|extra {med}|took more than|took too many|too many {med}|"
            "too much {med}|wrong dose|wrong {med}|wrong tablet*|wrong pill*|wrong box|wrong medicine|mixed up|"
            "mix up|mixed them up|someone else's|husband's {med}|wife's {med}|mother's {med}|husband's|halved my|"
            "halved the|cut my dose|cut the dose|cut my {med}|cutting my|cut down my|cutting down|been cutting|"
            "cut down on|cut back|reduced my|reduced the dose myself|reduced it myself|reduced..myself|"
            "reduc*..on my own|lowered my|lowered the dose|dropped my dose|increased my|increased..myself|"
            "upped my|half my dose|half the dose|half of my|only half|tripled|triple dose|three times the dose|"
            "twice the dose|forgot i had taken|forgot i'd taken|forgot i already|already taken|already took|"
            "took them again|took it again|instead of..mg|instead of..tablet*|misread|miscounted|by mistake|"
            "accidentally|accidentaly|in error|two days' worth|two days worth|tomorrow's|took both|"
            "without asking|less than prescribed|more than prescribed|taking less|taking more"
        ),
    ),
    # U14 · urgent · bruises, red spots, long nosebleed, sore throat
    "marrow": (
        (
            "tiny|little|small|pinprick|pinpoint|pin prick & purple|red|dark & dots|spots|specks "
            "& leg*|shin*|arm*|skin|ankle*|feet|all over|everywhere|body"
        ),
        (
            "blood in my urine|blood in my pee|blood in the urine|bloody urine|peeing blood|urine is red|"
            "red urine|pink urine|blood in my wee|passing red urine"
        ),
        ("bruis* & everywhere|all over|no reason|nothing|without|unexplained|easily|many|lots|big|huge|spontan*|new"),
        (
            "{bruise}|{nodoing}|bleeding gums|gums..bleed*|nose..bleed*|bruises..no reason|bruise easily|"
            "sore throat|throat..sore|throat..{pain}|painful throat|throat infection|tonsil*|"
            "mouth ulcers..different|new mouth ulcers|different mouth ulcers|new ulcers|low white|"
            "white cells..low|white count|white cell*..drop*|white blood cells..low|platelets|neutrop*|"
            "neutrophil*|low platelet*|blood count..low|low blood count|low count*|bone marrow|anaemi*|anemi*|"
            "agranulocyt*|scratchy throat|razor blades|purpura"
        ),
    ),
    # U15 · urgent · hair falls out in handfuls
    "hair": (
        (
            "hair & fall*|com* out|came out|losing|lost|shed*|thin*|loss & handful*|clump*|lots|loads|so much|"
            "pillow|shower|brush|comb|drain|bald|fast|masses|patch*|every|all|crazy|bunch*|a lot|badly|most|half|"
            "chunks"
        ),
        "{handfuls} + hair..fall*|hair..coming out|losing..hair|hair loss|hair..out|hair..come* out|my hair",
        (
            "hair..handful*|hair..clump*|hair..falling|hair is falling|hair falls|hair..coming out|"
            "clumps of hair|losing..hair|lost most of my hair|lost half my hair|hair on my pillow|hair all over|"
            "hair loss|going bald|bald patch*|hair in the shower|hair..pillow|hair..thinning|lost..hair|moulting|"
            "shedding"
        ),
    ),
    # U17 · urgent · lasting or bad stomach pain
    "belly": (
        (
            "{belly} pain|{belly}..ache*|{belly}..{pain}..{days}|stomach ulcer|peptic ulcer|"
            "{belly}..{pain}..all day|{belly}..burn*|{belly}..hurts|{belly}..hurting|{pain}..{belly}|"
            "upper {belly}|{belly}..all night|{belly}..killing|pain under my ribs|pain below my ribs|gnawing|"
            "{belly}..agony|{belly}..cramp*|{belly}..won't go"
        ),
    ),
    # U18 · urgent · jaundice, dark urine
    "liver": (
        (
            "jaundice*|yellow skin|yellow eyes|{eye}..yellow*|whites..yellow*|yellow*..{eye}|skin..yellow*|"
            "face..yellow*|yellow*..skin|gone yellow|going yellow|turning yellow|turned yellow|look yellow|"
            "looks yellow|looking yellow|dark urine|urine..dark*|urine..tea|urine..cola|urine..coke|urine..brown|"
            "urine..beer|pee..dark*|pee..brown|pee..tea|pee..cola|wee..dark*|wee..brown|dark wee|dark pee|"
            "brown urine|brown pee|liver test*|liver enzyme*|liver function|liver numbers|hepatitis|"
            "liver trouble|liver failure|tea colou*|cola colou*|yellow tinge|yellowish"
        ),
    ),
    # U19 · urgent · a medicine that does not go with azathioprine
    "interaction": (
        "{azabad}",
        "gout + tablet*|medicine|pill*|prescribed|medication|started|drug",
    ),
    # U20 · urgent · one leg swollen or painful
    "clot": (
        (
            "calf|leg|thigh|ankle|arm & swell*|swollen|bigger|fat|puffy|balloon*|tight & one|left|right|other|"
            "calf|pain*|sore|red|hot|warm|tender"
        ),
        "calf & pain*|sore|hurt*|hot|warm|tender|tight|swollen|red|hard|cramp*|throb*",
        (
            "{onelimb}..{swell}|{swell}..{onelimb}|one leg..bigger|leg..bigger than|leg..twice the size|"
            "calf..{pain}|{pain}..calf|calf..tender|calf..hard|calf..tight|calf..warm|calf..hot|calf..red|dvt|"
            "blood clot*|thrombos*|deep vein|clot|clots in|leg..purple|leg..blue|one leg..{pain}|embolism|"
            "fatter than the other|bigger than the other|larger than the other|one ankle"
        ),
    ),
    # U21 · urgent · pregnant, late, planning, breastfeeding
    "pregnancy": (
        "baby & trying|having|planning|expecting|want|thinking of|due|hoping|nursing|feeding|breast*",
        "period|periods & late|missed|missing|hasn't|haven't|no|stopped|overdue|not",
        "{preg}",
        "my period + late|hasn't come|missed|weeks|overdue|not come",
        (
            "test..positive..pregnan*|partner is expecting|wife is expecting|girlfriend is expecting|"
            "expecting..baby|i'm expecting|we are expecting|we're expecting"
        ),
    ),
    # U22 · urgent · hospital, emergency department, operation, new disease
    "hospital": (
        (
            "ended up in|woke up in|i'm in|was in|went to|taken to|rushed to|been to|sent to|brought to|"
            "spent..in & hospital|a and e|er|emergency|casualty|icu|ward|intensive care|emergency room"
        ),
        (
            "{hosp}|er visit|was in hospital|in hospital|went to er|went to the er|went to a and e|rushed to|"
            "taken to hospital|took me to..hospital|took him to..hospital|took her to..hospital|kept me in|"
            "kept in overnight|kept overnight|kept him in|kept her in|had an operation|had surgery|"
            "had a transfusion|dialysis|chemo*|radiotherapy|emergency doctor"
        ),
        (
            "{dx}..{newdx}|{newdx}..{dx}|i have cancer|got cancer|have cancer|had a heart attack|had a stroke|"
            "has cancer|new diagnosis|it's cancer|it was cancer"
        ),
    ),
    # U23 · urgent · high, sleepless, racing
    "mania": (
        "{nosleep} + {high}",
        (
            "mania|manic|invincible|unstoppable|haven't slept..days|haven't slept..nights|no sleep..days|"
            "no sleep..nights|not slept..days|not slept..nights|days without sleep|racing thoughts|"
            "thoughts..racing|mind..racing|can't stop talking|on top of the world|spending..money|spent..savings|"
            "out of control mood*|rage*|raging|hyper|euphori*|superhuman|awake for..days|awake for..nights|"
            "slept for..days|slept in..days|slept in..nights|king of the world|god like"
        ),
    ),
    # U23 · urgent · passive thoughts, despair, voices without danger
    "low_mood": (
        "joy|happy|hope|interest|pleasure|point|purpose & no|nothing|lost|without|never|not|any*",
        "cry*|tears|weep* & every|all|night|day|days|can't|keep|lot|always",
        (
            "don't see the point|can't see the point|see no point|what's the use|what is the use|useless|"
            "no use living|i'm a burden|feel worthless|feel useless|nothing to live|feel empty|"
            "everything feels dark"
        ),
        "cried|crying & all|every|keep|constantly|lot|days|day|night",
        "see the point & no|don't|can't|what|any*",
        (
            "life isn't worth|not worth living|life is not worth|isn't worth living|no point|pointless|"
            "what's the point|what is the point|hopeless*|no hope|despair*|depress*|very low|so low|feeling low|"
            "feel low|really low|very down|so down|feeling down|really down|feel down|worthless|burden|"
            "can't go on|can't cope|can't take it any*|can't take any more|can't take this|can't do this any*|"
            "can't carry on|had enough|given up|giving up|give up on|empty inside|crying all|cry all|"
            "crying every|cry every|keep crying|can't stop crying|tired of it all|tired of everything|"
            "tired of life|sick of everything|nothing to live for|nothing matters|nobody would miss|"
            "no one would miss|nobody cares|miserable|suffering..too much|wish it would end|wish it was over|"
            "don't care if i|don't care whether i|life..meaning*|no meaning|don't see a future|no future|"
            "nothing to look forward|lost all interest|lost interest|dark thoughts|dark place|extremely anxious|"
            "very anxious|so anxious|panic*|can't face|life has no|life is meaningless|wonder why i bother|"
            "why bother living|weeping all|numb inside|very irritable|so irritable|breaking down|"
            "at the end of my|wish i wasn't here|wish i weren't here|fed up with life|fed up of life"
        ),
        (
            "{voices}|hallucinat*|seeing things|see things|saw things|hear things|hearing things|"
            "things that aren't there|who aren't there|that isn't there|who isn't there|aren't really there|"
            "not really there|isn't really there|people..aren't there|things others can't|things others don't|"
            "paranoi*|psychosis|psychotic|someone in the room|dead relatives|my dead|shadows moving|whispering"
        ),
    ),
    # U24 · urgent · sugar 16.7 to 33.2 or 3.0 to 3.8, or its signs
    "glucose": (
        "{thirst} + {pee}",
        (
            "hypo|hypos|low blood sugar|blood sugar..low|blood sugar..high|sugar..very high|sugar..very low|"
            "sugar..too high|sugar..too low|sugar..sky|sugar..through the roof|glucose..high|glucose..low|"
            "sugar is high|sugar is low|sugar..out of control|hypoglyc*|hyperglyc*|high blood sugar|sugars..high|"
            "sugars..low|sugars..all over"
        ),
    ),
    # U25 · urgent · pressure 180/110 or more, or upper below 90
    "bp": (
        (
            "blood pressure..very high|blood pressure..too high|blood pressure..sky|blood pressure..roof|"
            "bp..roof|bp..very high|blood pressure..very low|blood pressure..too low|blood pressure..dangerous*|"
            "blood pressure..really high|blood pressure is high|blood pressure is low|bp is high|bp is low|"
            "bp..sky|blood pressure..high|blood pressure..low"
        ),
    ),
    # U26 · urgent · sudden back pain, cannot walk after a fall
    "fracture": (
        (
            "fell|fall|slipped|tripped|twisted|tumbl* & can't|hardly|barely|swollen|hip|back|wrist|ankle|leg|"
            "agony|broken|broke|limp*"
        ),
        (
            "back|spine & crack*|snap*|pop*|gave|went|sudden*|sharp & pain*|can't|move|lift*|bent|bend*|hardly|"
            "barely|agony|when|walk|straighten"
        ),
        (
            "fracture*|broken bone|broke my|broken hip|broken back|broken wrist|broken leg|broken arm|"
            "broken ankle|hip..broken|vertebra*|collapsed disc|avascular|osteonecrosis|cracked rib*|broke a|"
            "broken rib*"
        ),
        (
            "{fall} + can't walk|can't stand|can't get up|can't move|can't put weight|can't bear weight|hip|"
            "agony|can't weight|terrible pain|severe pain|swollen|hurts to walk|badly|hurt my|can hardly walk|"
            "can barely walk|hobbling|bad pain|back hurts|back pain"
        ),
        (
            "{sudden}..{back}|{back}..{sudden}|{severe}..{back} pain|{back} pain..{severe}|{back}..snap*|"
            "{back}..crack*|{back}..pop*|{back}..gave|{back} went|{back}..agony|{back}..excruciat*|"
            "{back} pain..can't|can't straighten..back|put my back out|something..in my back|"
            "{back}..{pain}..since i|back..locked|{back}..killing|back pain..lift*|{back}..{severe}"
        ),
    ),
    # U27 · urgent · live vaccine
    "live_vaccine": (
        "{live}",
        "vaccin* + live|nasal|nose|spray|up my nose",
    ),
    # U27 · urgent · other trial or forbidden treatment
    "other_trial": (
        "{banned}",
        (
            "another trial|another study|other trial|other study|second trial|second study|different trial|"
            "different study|another clinical|clinical trial|clinical study|research study|another research|"
            "other clinical trial|new drug trial|drug trial|joined a trial|joined a study|signed up for a|"
            "experimental drug|experimental treatment|investigational|experimental|two trials|two studies|"
            "trial at|study at|trial drug from"
        ),
    ),
    # U29 · urgent · very ill, no clearer word
    "unwell": (
        (
            "pain*|hurt*|swollen|swelling|dizzy|bleed*|burn*|numb|weak|ache*|aching|headache|unwell|ill & very|"
            "so|really|terrible|terribly|awful|bad|badly|worse|worst|severe|unbearable|extremely|all day|"
            "all night|days|sudden*|intense|constant*|won't stop|every day|excruciat*"
        ),
        (
            "feel terrible|feel awful|feel dreadful|feeling terrible|feeling awful|feeling dreadful|very unwell|"
            "really unwell|extremely unwell|so unwell|really ill|very ill|extremely ill|so ill|seriously ill|"
            "something is very wrong|something's very wrong|something is wrong|something's wrong|something wrong|"
            "can't get out of bed|can't get up|can't stand up|too weak|so weak|very weak|extremely weak|"
            "no strength|can't do anything|unbearable|can't bear|really sick|very sick|so sick|not right at all|"
            "very dizzy|so dizzy|really dizzy|dizzy all|dizzy when|cold sweat|cold sweats|clammy|"
            "about to pass out|nearly fainted|almost fainted|nearly passed out|almost passed out|heart..racing|"
            "heart..pounding|palpitations|heart..flutter*|heart..irregular|heart..skipping|pain is killing|"
            "excruciating|agony|worst pain|severe pain|terrible pain|too much pain|pain..too much|"
            "pain..unbearable|pain..10/10|getting worse fast|really bad|can barely move|can hardly move|"
            "can't move|weak and dizzy|weak and shaky|lightheaded|light headed|room..spinning|in a bad way"
        ),
    ),
}

# --- what looks like a hit and is none: a hit that overlaps one of these is dropped --------------------------
# "*" holds for every list: everyday exaggeration.
UNLESS: dict[str, tuple[str, ...]] = {
    "*": (
        (
            "killing me..shoes|shoes..killing me|feet..killing me|dying to|dying for|dying of boredom|"
            "dying of curiosity|dying of laughter|dying laughing|died laughing|died of embarrassment|nearly died|"
            "bored to death|scared to death|sick to death|worried sick|love to death|tired to death|"
            "starving to death|laughed till|laughed so|laughing so|nearly had a heart attack|"
            "almost had a heart attack|gave me a heart attack|give me a heart attack|gives me a heart attack|"
            "having a heart attack when i saw|kill for|could kill|would kill for|kill time|killing time|"
            "dressed to kill|killer|my husband will kill me|my wife will kill me|kids are killing|dead tired|"
            "dead battery|phone died|battery died|phone is dead|blind date|blinds|colour blind|blindfold*|"
            "stroke of|stroke the|stroke my cat|stroke my dog|breath of fresh air|save my breath|hold my breath|"
            "holding my breath|don't hold your breath|out of breath laughing|breathtaking|took my breath|"
            "under my breath|bad breath|itch is killing|itching is killing|itch..killing|drop dead|"
            "over my dead body|deadline|dead end|to die for|heartache|heartbroken|broke my heart|breaks my heart|"
            "heart is broken|heart to heart|get it off my chest|off my chest|chest of drawers|panic buying|"
            "medicine chest|chest freezer|fever pitch|cabin fever|football fever|spring fever|hay fever|"
            "saturday night fever|dandelion fever|blood orange|blood test*|blood work|blood sample|blood draw|"
            "blood result*|blood donor|bloody good|bloody brilliant|bloody weather|bloody hell|bloody annoying|"
            "bloody cold|bloody nuisance|bloody great|bloody lovely|bloody phone|bloody app"
        ),
    ),
    "airway": (
        (
            "face mask|mask..breathe|breathing exercise*|deep breath*|face cream|can't breathe..mask|"
            "breathing..yoga|choking hazard|{lesion}..lip*|lip*..{lesion}|swelling..gone|breathe a sigh|lip balm|"
            "big mouth|problems breathing exercises"
        ),
    ),
    "sepsis": ("septic tank",),
    "chest": (
        (
            "breathless with|breathless..excite*|{lesion}..chest|chest..{lesion}|chest..itch*|"
            "breathing exercise*|breathing fine|breathing is fine|breathing is good|breathing is ok*|"
            "breathing is normal|breathing is better|breathing has been fine|with excitement|with joy|"
            "with happiness|after running|after jogging|when i run|heart burn|heartburn|heart warm*|"
            "cream on..chest|dancing"
        ),
    ),
    "collapse": (
        (
            "help me change|help me book|help me log|help me with|help me understand|help me find|"
            "please help me change|please help me with|please help me find|please help me log|please help with|"
            "help me please..app|help me reset|please help me re*|please help me to|help me sign|help me get the|"
            "help me remember|help me fill|help me move|help me open|phone|app|plant|battery|in case of emergency"
        ),
    ),
    "neuro": (
        (
            "heat stroke|sun stroke|golf|swimming|breast stroke|back stroke|backstroke|breaststroke|"
            "stroke of luck|fit and well|fitting room|fitting in|well fitting|fits me|fits well|fits in|"
            "dress fits|fits my|fitting the|fits the|shoes|confused about|confused by|confused with|confusing|"
            "confused as to|bit confused|got confused|a little confused|slept on|sat on|fell asleep on|feint|app|"
            "instructions|question confused|arm..injection|arm..vaccin*|arm..blister*|leg..blister*|"
            "{lesion}..{side}|{side}..{lesion}|dentist|after the dentist|fainting goat|faint smell|faint line|"
            "faint mark*|faint scar*|faint hope|website|confused which|muddled up the date*|confused on|"
            "faint rash"
        ),
    ),
    "bleed": (
        (
            "iron tablets|black pudding|black bean*|blood pressure|blood sugar|blood test*|beetroot|period|"
            "bleeding heart|blister..bleed*|nothing..blood test"
        ),
    ),
    "adrenal": ("dizzy..before",),
    "selfharm": (
        "jump in the|jump on the|jump to the|jump rope|jump up and|jump into bed",
        (
            "cut myself shaving|cut myself cooking|end it there|end it here|end it now the call|"
            "want it to end..queue|end it..call|kill myself laughing|hurt myself laughing|hurt myself gardening|"
            "hurt myself lifting|hurt myself playing|wait..want it to end|program*|film|"
            "don't want to be here in hospital|end it at"
        ),
    ),
    "low_mood": (
        (
            "low salt|low fat|panic attack in the film|no point in coming|no point coming|no point waiting|"
            "no point in calling|given up smoking|given up alcohol|given up sugar|gave up smoking|"
            "giving up smoking|giving up alcohol|giving up sugar|empty stomach|burden of questions|down the road|"
            "down to|happy tears|voice message*|voice recording|voice note*|voice mail|voicemail|voice call|"
            "no voice|lost my voice|hoarse|my voice|your voice|loud voice|voice over|voice typing|voice input|"
            "see things clearly|see things differently|had enough sleep|had enough to|had enough time|"
            "had enough tablets|had enough water|had enough food|feel down the|too many questions|"
            "pointless question*|weather..miserable|miserable weather|hold on|cheered|so down to earth|"
            "depressing news|prices|panic over"
        ),
    ),
    "psychosis_danger": (
        (
            "doctor told me to|nurse told me to|doctor tells me to|following me up|following me on|"
            "voice message*|told me to|knife and fork|violent film|violent storm|following me home..dog|"
            "being watched by the doctor*|poison ivy|poisonous"
        ),
    ),
    "vision_loss": (
        (
            "can't see the button|can't see the question|can't see the link|can't see my appointment|"
            "can't see the text|can't see the screen|can't see the next|shower curtain|curtain*..wash*|"
            "curtain*..new|lost sight of|screen|website|page|can't see anything wrong|can't see anything new|"
            "can't see a problem|can't see any new|colour blind|window blind*|venetian blind*|roller blind*|"
            "blind spot|double blind|open label|blind trial|blind study|going blind reading"
        ),
    ),
    "cannot_swallow": (
        (
            "alcohol|even water it|can't drink alcohol|can't drink coffee|can't drink milk|can't drink wine|"
            "can't drink beer|hard to swallow the news|bitter pill|plants"
        ),
    ),
    "overdose": (
        (
            "way too much food|way too much time|way too much cake|far too much work|ten times better|"
            "too many questions|way too many questions|10 times better|10 times a day|ten times a day|"
            "too many tablets to|poison ivy|whole box of chocolate*|whole bottle of wine|whole bottle of water|"
            "whole bottle of juice|whole bottle of milk|whole packet of biscuits|whole packet of crisps|"
            "whole box of tissue*|took the whole day|took the whole morning|took the whole week|took a whole day|"
            "took the whole course|took all the question*|took all my morning*|took all my tablets as|"
            "took all my tablets today|took all my pills today|took all my pills as|took all my medicine|"
            "took all my meds|took all the tablets as|handful of nuts|handful of time*|handful of people|"
            "took all my tablets this|took all my pills this|took all my tablets with|took all my pills with|"
            "took all my tablets on|took all my pills on|took all my prednis*|took all my steroid*|"
            "took all of my tablets as|took all of my tablets today|took all of them|swallowed the tablet*|"
            "swallowed the pill*|swallowed a tablet|swallowed a pill|far too much noise|far too much rain|"
            "took the whole dose|took the whole lot as|all at once as|took too much time|too much time|"
            "took all the tablets today|took all my tablets at|took all my morning tablets|took all six|"
            "took all 6|swallowed all six|food in one go|food poison*"
        ),
    ),
    "acute_abdomen": ("laugh*|sit ups|gym|bad stomach for|hungry|rumbl*",),
    "fever": (
        (
            "no longer hot|hot weather|weather|hot water|hot tea|hot bath|hot flush*|water temperature|"
            "room temperature|fridge|oven|outside temperature|temperature outside|temperature is normal|"
            "temperature normal|temperature was normal|normal temperature|temperature is fine|temperature is ok*|"
            "temperature fine|temperature is 36*|temperature is 37|feel hot in this|hot food|hot day|thermometer|"
            "yellow fever|glandular fever when|shaking my head|shaking hands|shake hands|shaking the bottle|"
            "sweats in the gym|temperature record*|temperature chart|temperature every|temperature twice|"
            "temperature today..36*|took my temperature|take my temperature|taken my temperature|"
            "check my temperature|checked my temperature|measure my temperature|shivers down my spine"
        ),
    ),
    "inj_reaction": (
        (
            "sick of waiting|cold drink|cold day|cold weather|cold outside|when is my next|sick note|cold water|"
            "no reaction|hot and cold tap|weather is cold|weather"
        ),
    ),
    "skin_inf": (
        (
            "avoid infect*|ear infection as|infected computer|smells good|smells nice|smells lovely|"
            "smell of cooking|weeping willow|infected with a virus..computer|smell the|perfume|skin cream smells|"
            "cream smell*|ointment smell*|lotion smell*"
        ),
    ),
    "herpes": (
        (
            "shingles vaccin*|shingles jab|shingles shot|shingrix|vaccin*|chickenpox when i was|roof shingles|"
            "shingles on the roof|beach"
        ),
    ),
    "exposure": ("shingles vaccin*|vaccin*",),
    "flare": (
        (
            "no new blister*|weather..worse|weather|traffic|getting better|spreading butter|spread the word|"
            "spread butter|rumour*|covered in mud|covered in snow|covered in dust|covered in paint|"
            "covered in dog|covered by insurance|back in the|back from|came back from|come back to|"
            "covered the cost|covered for|came back home|come back tomorrow|come back next|come back in|"
            "is it getting worse|blister from..shoes|new shoes|walking boots|doctor came back|news spread|"
            "handwriting|jam|jigsaw*|signal|flared trousers|flare trousers|flares"
        ),
    ),
    "poor_intake": (
        (
            "can't eat spicy|can't eat before|not eating before|not eaten yet|haven't eaten yet|"
            "haven't eaten breakfast|haven't eaten lunch|haven't eaten dinner|not eaten breakfast|"
            "before the blood test|fasting|can't eat sugar|can't eat gluten|can't eat grapefruit|"
            "not drinking alcohol|not drinking wine|not drinking beer|not drinking coffee|only drink water|"
            "only drink tea|only drink green|hardly drink alcohol|hardly drink wine|hardly drink coffee|"
            "ate too much|no food in the fridge|living on my own|living on the|living on a|living on pension|"
            "not eating meat|not eating sugar|not eating out|stopped eating sugar|stopped eating meat|"
            "couldn't eat another|can't eat another|can't eat any more|couldn't eat any more|can't eat seafood|"
            "can't eat meat|living on my|too full"
        ),
    ),
    "eye": (
        (
            "keep an eye|private eye|eye opener|eye catching|eye test..when|eye appointment|eye contact|"
            "reading glasses|eye drops|photo..blurry|photo is blurry|picture..blurry|blurry photo|blurry picture|"
            "photo came out|screen..blurry|sight of you|eye colour|red eye flight|blurred photo|vision for|"
            "eye shadow|light bulb|my eyes lit|picture|image|the photo|camera"
        ),
    ),
    "missed_steroid": (
        (
            "when can i stop|can i stop|should i stop|stop taking sugar|stopped taking sugar|"
            "stopped taking the bus|missed the bus|missed a call|missed your call|missed my bus|missed my train|"
            "missed call|missed two calls|missed three calls|missed you|missed my appointment|"
            "missed the appointment|missed my visit|missed appointment|ran out of time|ran out of milk|"
            "ran out of bread|run out of milk|run out of time|ran out of battery|run out of battery|"
            "running out of time|running out of space|ran out of data|run out of data|ran out of cream|"
            "ran out of toothpaste|ran out of paper|lost my glasses|lost my keys|lost my phone|lost my card|"
            "lost my job|lost my hair|lost my password|lost my way|lost my voice|lost my appetite|left my phone|"
            "left my glasses|left my umbrella|left my keys|left my card|left my job|left my house|left my hand|"
            "left my arm|left my leg|left my bag|left my coat|can't get my head|can't get my password|"
            "can't get my phone|can't get the app|can't get the page|can't get the link|empty stomach|"
            "empty box for|without problem*|without any problem*|without trouble|took..without|forgot..password|"
            "forgot my password|forgotten my password|haven't missed|never missed|didn't miss|not missed|"
            "don't miss|no missed|eye drops|vitamin*|cream|antibiotic*|course of|calcium|doctor stopped|"
            "doctor told me to stop|doctor asked me to stop|doctor said to stop|my doctor stopped|told to stop|"
            "bus stop|forgot to tell|not taking any other|not taking anything else|not taking any new|"
            "without food|stopped raining|rain..stopped|stopped smoking|quit smoking|petrol|out of stock masks|"
            "empty the|empty bus|empty boxes|missed several episodes|swelling..all gone|blisters..all gone|"
            "blisters are all gone|sores..all gone|spots..all gone|rash..all gone|it's all gone|"
            "they are all gone|they're all gone|all gone now|empty streets|missed three episodes|"
            "stopped taking pictures|missed last week's episode|stopped drinking|stopped taking photos"
        ),
    ),
    "vomiting": (
        (
            "sick of|sick note|sick leave|off sick|homesick|seasick|car sick|sick pay|times a day|sick and tired|"
            "sick joke|watery eyes|watery soup|watery tea|being sick of|baby|sick as a child|"
            "brought up the topic|bring up a|brought up in|brought up by|bring up the|brought up my children|"
            "bring up my"
        ),
    ),
    "dose_error": (
        (
            "mixed up the date*|mixed up my appointment*|mixed up the appointment*|twice a day|doctor..reduced|"
            "doctor reduced|doctor cut|doctor lowered|doctor increased|doctor has reduced|doctor has cut|"
            "as the doctor|as told|told me to|as prescribed|double check*|double room|extra time|extra blanket|"
            "extra card|extra charge|extra visit|wrong number|wrong time|wrong day|wrong date|wrong room|"
            "wrong bus|pressed..by mistake|clicked..by mistake|tapped..by mistake|pressed the wrong|"
            "deleted..by mistake|called..by mistake|by mistake pressed|accidentally pressed|accidentally deleted|"
            "accidentally tapped|accidentally closed|accidentally clicked|accidentally hit|cut down on salt|"
            "cut down on sugar|cut back on|cut my finger*|cut my hair|cut my nails|cut down on sweets|"
            "cut down on coffee|cut down on cig*|tomorrow's appointment|tomorrow's visit|tomorrow's weather|"
            "tomorrow's injection|only half an hour|only half a mile|half my life|only half way|"
            "half of my friends|half of my family|half of my garden|already taken my|already took my|"
            "i've already taken|already taken today*|already taken it|already taken them|already took it|"
            "already took them|taking more walks|taking more exercise|taking less sugar|without asking too|"
            "three times|took both tablets as|took both as|took both my|took both medicines|"
            "my husband's birthday|my husband's car|my husband's phone|husband's birthday|husband's phone|"
            "husband's name|husband's number|reduced my stress|reduced my salt|reduced my hours|"
            "increased my walk*|someone else's phone|someone else's number|someone else's name|"
            "someone else's turn|someone else's account|walked twice|called twice|rang twice|phoned twice|"
            "tried twice|two doses of vaccine|two doses of the vaccine|messag*..twice|question twice|asked twice|"
            "answered..twice|sent..twice|pressed..twice|tapped twice|wrong link|wrong page|wrong button|"
            "wrong answer|wrong address|wrong name|sent in error|in error message|extra money|extra work|"
            "extra sleep|took extra care|my hours|pushed by mistake|your dose is|rice|salt|coffee"
        ),
    ),
    "marrow": (
        (
            "bruis*..bump*|bump*..bruis*|bruis*..knock*|knock*..bruis*|small bruise|bruis*..blood|bruis*..needle|"
            "bruise from|bruise where|tiny bruise|bruised apple*|bruised banana*|banana*|shouting|singing|"
            "after singing|after shouting|karaoke|platelets are normal|platelets normal|platelets are fine|spicy|"
            "white count normal|white count is normal|white count is fine|platelets were|cheering"
        ),
    ),
    "hair": (
        (
            "hair cut|haircut|hair dye|hair loss..normal|dog..shedding|dog is shedding|cat..shedding|dog's hair|"
            "cat's hair|as usual|shedding tears|shedding light|shedding weight|shower is|dog hair|cat hair|"
            "lost..weight"
        ),
    ),
    "belly": ("hungry|laugh*|sit ups|gym|fine now|butterflies|empty stomach|full stomach|bad stomach for",),
    "liver": (
        (
            "yellow pill*|yellow tablet*|yellow dress|yellow pages|yellow flowers|yellow jumper|liver for dinner|"
            "chopped liver|liver pate|yellow label|liver..normal|vitamin*|normal liver|liver function is fine|"
            "liver function fine|liver tests fine|liver tests are fine|liver function test due|liver test due|"
            "liver test on|yellow leaves|ate liver|eat liver|beetroot"
        ),
    ),
    "interaction": ("gout years ago",),
    "clot": (
        (
            "clotted cream|{lesion}..leg|leg..{lesion}|{lesion}..calf|both legs|both ankles|both feet|"
            "chicken leg|table leg|gym|leg day|after a long walk|after walking|calf..gym|chair leg|leg room|"
            "leg muscle*|calf muscle*..run|baby calf|cow*|feet"
        ),
    ),
    "pregnancy": (
        (
            "not expecting|expecting a call|expecting a delivery|pregnant pause|expecting visitors|"
            "expecting rain|test positive for covid|i'm expecting a|we are expecting guests|"
            "we're expecting guests|expecting the|daughter's pregnancy"
        ),
    ),
    "hospital": (
        (
            "hospital for my check*|hospital for my visit|hospital for the check*|to the hospital for my|"
            "to hospital for my|to the hospital for a check*|to the hospital for blood*|hospital food|"
            "hospital parking|hospital card|hospital number|hospital canteen|appointment|check up|checkup|clinic|"
            "in operation|hours of operation|to the hospital on|to the hospital tomorrow|to the hospital next|"
            "to hospital tomorrow|to hospital next|come to hospital|come to the hospital|get to the hospital|"
            "get to hospital|bus to the hospital|way to the hospital|parking|plastic surgery show|surgery hours|"
            "gp surgery|doctor's surgery|phone died|the er series|over the er|visit|plant died|cat died|dog died|"
            "hospital drama|scared to death|to death|get to the er|parking at|hospital shop|hospital for my next|"
            "hospital for the next|bypass road|drive to the hospital|travel to the hospital|hospital gown|"
            "in the hospital lobby|hospital waiting|hospital for the injection|hospital for my injection|"
            "hospital for my study|hospital for the study|hospital was|to the hospital today for|"
            "discharged my phone|the surgery is|battery"
        ),
    ),
    "mania": (
        (
            "hyperactive dog|hyper dog|hyper grandson|hyper kid*|hypertension|baby kept|"
            "spending money on holiday|all the rage|spending time|spending..with|the rage|road rage"
        ),
    ),
    "glucose": (
        (
            "sugar in my tea|sugar in my coffee|sugar is high in|low sugar diet|sugar free|low sugar drink*|"
            "hypoallergenic|hot weather"
        ),
    ),
    "bp": (
        (
            "pressure is normal|pressure normal|blood pressure is fine|blood pressure is good|"
            "blood pressure is ok*|bp is fine|bp is ok*|low pressure"
        ),
    ),
    "fracture": (
        (
            "broke my phone|broke my glasses|broke my cup|broke my thermometer|broke my record|broke my monitor|"
            "broke my meter|broke a glass|broke a plate|broke a cup|broke my bp|broke a mirror|broke my watch|"
            "broke a vase|broke my mug|broke a nail|broke my tooth|broke my umbrella|back itch*|{lesion}..back|"
            "back..{lesion}|back home|back to|came back|come back|get back|call back|went back|go back|"
            "phone fell|cup fell|fell asleep|falling asleep|prices fell|fall asleep|rain fell|snow fell|"
            "leaves fell|leaves fall|in the fall|this fall|feedback|call me back|ring me back|broke my fast|"
            "dropped back|broke my heart|fell in love|fell behind|fell out|my back window|is back|back on|"
            "back at|fell off the table|call back..sudden*|temperature fell"
        ),
    ),
    "live_vaccine": (
        (
            "dog..vaccin*|cat..vaccin*|puppy|recombinant|shingrix|inactivated|grandson..vaccin*|"
            "granddaughter..vaccin*|baby..vaccin*"
        ),
    ),
    "other_trial": (
        (
            "trial at the moment|this clinical trial|the clinical trial|your clinical trial|this trial|"
            "this study|this research study|the research study|clinical trial nurse|clinical trial team|"
            "clinical trial app|clinical trial visit|the trial|the study|our study|your study|your trial|"
            "free trial|trial and error|study at home|study at school|study at university|study at your|"
            "study at our|study at night|room to study"
        ),
    ),
    "unwell": (
        (
            "much better|so much better|less|bit|slight*|little|mild*|better|so pleased|so happy|no worse|not so|"
            "so far|so i|so we|so good|so well|sides hurt|laugh*|days ago|other days|few days i|feelings|"
            "freezer burn|sun|badly written|so that"
        ),
        (
            "sick of|sick note|i feel terrible about|feel awful about|feel awful for|feel terrible for|"
            "feel bad about|really bad at|really bad weather|really bad traffic|weather|signal|traffic|"
            "something wrong with my phone|something wrong with the app|something wrong with the|"
            "something is wrong with the|something's wrong with the|something wrong with this|"
            "something is wrong with this|something is wrong with my phone|something's wrong with my phone|"
            "itch*..unbearable|heat..unbearable|noise..unbearable|unbearable heat|unbearable noise|wifi|"
            "can't move my appointment|can't move the|can't move the appointment|signal too weak|coffee|"
            "tea is too weak|tea too weak|too weak tea|really bad at this|joke|film|so bad it|"
            "can't do anything about|so sick of|really bad connection|can't move to|get up early|not really bad|"
            "memory|really bad memory|service|broadband|can't bear the|can't bear to|can't get up early|"
            "heart..racing with|really sick of|football"
        ),
    ),
}

# --- context: denial, past, what might be, other people ------------------------------------------------------
# what denies
NEGATORS = (
    "no|not|don't|doesn't|didn't|haven't|hasn't|hadn't|isn't|wasn't|aren't|weren't|never|without|denies|deny|"
    "denied|none|neither|nor|zero|nothing like|not had|not got|free of|free from|absence of|won't|wouldn't|"
    "isn't a|not a|not been|never been|never had|below|under|nothing|no sign of|no signs of|absolutely no|"
    "rules out|ruled out|negative for|nobody has|no one has|hardly any"
)
# what denies a whole list
LIST_NEGATORS = (
    "no|not|don't have|doesn't have|didn't have|haven't had|hasn't had|without|denies|never had|not had|"
    "no sign of|no signs of|free of|neither|don't|didn't|haven't"
)
# what may stand between a denial and what is denied
TRANSPARENT = (
    "have|had|has|got|get|getting|feel|felt|feeling|any|a|an|the|my|his|her|really|been|being|much|more|signs|"
    "sign|of|symptoms|at all|particularly|especially|very|too|that|so|experienced|experience|experiencing|"
    "noticed|notice|seen|see|had any|even|is|i'm|there|there's|suffered|suffering|from|ever|in|actually|going to|"
    "want to|wanting to|think about|thinking about|thought about|thinking of|thoughts of|thought of|"
    "thoughts about|plan to|planning to|considered|considering|about|intention|intentions|to|intend|reaction|new|"
    "other|further|such|severe|bad|serious|significant|sudden|real|major|obvious|visible|longer|recent|single|or|"
    "nor|over|above|reached|gone|that i|wish|desire|idea|ideas|kind|sort|trouble|problem|problems|with|issue|"
    "issues|difficulty"
)
# members of a denied list
SYMPTOMS = (
    "fever|fevers|chills|cough|coughing|headache|headaches|dizzy|dizziness|nausea|vomiting|diarrhoea|diarrhea|"
    "rash|hives|chest pain|chest pains|breathlessness|breathless|shortness of breath|pain|pains|bleeding|"
    "bruising|bruises|black stools|black stool|blood|swelling|sore throat|cold|infection|infections|blisters|"
    "blister|new blisters|pus|redness|itch|itching|trouble breathing|breathing problems|blurred vision|"
    "palpitations|weakness|numbness|fainting|seizures|seizure|jaundice|thoughts of suicide|suicidal thoughts|"
    "self harm|voices|hallucinations|yellow skin|dark urine|stomach pain|belly pain|temperature|sores|shivering|"
    "ulcers|wheezing|tightness|flu|night sweats|hair loss|joint pain|weight loss|reaction|problems|faint|"
    "confusion|difficulty breathing|falls|constipation"
)
# what begins a new clause without punctuation
TURNS = (
    "but|however|although|though|except|yet|and now|and i|now i|and my|because|since yesterday i|then i|so i|"
    "and today|and he|and she|today i|apart from"
)
# past, and what looks like it
PAST = (
    "years ago|year ago|months ago|month ago|last year|last summer|last winter|last spring|last autumn|"
    "in the past|used to|when i was|back in|as a child|as a kid|previously|history of|before the trial|"
    "before the study|before i joined|before i started|before this study|before this trial|once had|had once|"
    "at the time|back then|at that time|in my twenties|in my thirties|in my forties|in my youth|decades ago|"
    "ages ago|long ago|long time ago|previous|when i first|when i lived|years back|months back|the year before|"
    "a while ago|last time|last month|in my childhood|when i had"
)
NOT_PAST = (
    "than before|like before|as before|never before|than last year|than in the past|when i was getting|"
    "when i was walking|when i was in bed|when i was eating|when i was sitting|when i was standing|"
    "when i was out|when i was having|when i was climbing|when i was lifting|when i was bending"
)
# what brings a clause back to the present
NOW = (
    "now|today|tonight|this morning|this afternoon|this evening|right now|just now|still|at the moment|currently|"
    "again|since|these days|lately|recently|is|am|i'm|i've|keeps|yesterday|last night|hurts|can't|this week"
)
# too recent for an emergency to count as over
RECENT = (
    "today|tonight|this morning|this afternoon|this evening|just now|yesterday|last night|hour ago|hours ago|"
    "minutes ago|earlier|overnight|an hour|in the night|at lunch|at dinner|at breakfast"
)
# what might be, and what looks like it
MAYBE = (
    "if|what if|in case|could it cause|can it cause|what happens|is it true|heard that|i heard|read that|i read|"
    "read about|leaflet|side effects like|side effects are|side effects include|side effect|risk of|risks of|"
    "worried about getting|worried about having|worried about a|worried about the|worried i might get|"
    "worried i could get|worried i will|afraid of|scared of|frightened of|fear of|fear getting|avoid|avoiding|"
    "prevent|preventing|symptoms of|what are the signs|how do i know|how would i|how will i|when should|whether|"
    "should i get|should i have|could get|might get|may get|might happen|can i get|could i get|would i|will i|"
    "what counts|what is a|what does|do people|chance of|chances of|likely to|the chance|supposed to do|"
    "do you mean|is it possible|is it safe|wondering if|wonder if|wondering about|can i have|may i have|may i|"
    "can i take|can i|could i|should i|planning a|watch for|watch out for|look out for|looking out for|how high|"
    "how soon|question about|curious about|curious|information about|tell me about"
)
NOT_MAYBE = (
    "as if|if you can|if possible|if that's ok|if you have time|if you are|if you're|if not|don't know if|"
    "not sure if|not sure whether|don't know whether|if this is|if it's|if it is|if i lie|if i stand|if i walk|"
    "if i move|if i cough|if i bend|if i climb|if i eat|if i get up|if i press|if i take a|if i breathe|if i sit|"
    "if i drink|if i swallow|even if|if anything|can i please|can i just|should i worry that my|"
    "should i worry my|should i go|should i call|should i be worried|should i do|what should i do|should i come|"
    "can i speak|can i talk|could i please|can i see|could i speak|can i call|wondering if this|wonder if this|"
    "wondering if that|is this a side effect|is that a side effect|is it a side effect|a side effect or|"
    "side effect or|if i stay|side effect i"
)
# seen, read or dreamt
STAGE = (
    "movie|film|novel|the news|on tv|tv show|on the telly|television|documentary|episode|drama|soap opera|dreamt|"
    "dreamed|dream|article|magazine|newspaper|youtube|tiktok|facebook|podcast|advert|a book|the series"
)
# other people
OTHERS = (
    "the dog is|the dog was|the dog has|my dog is|my dog was|my dog has|the cat is|the cat was|my cat is|"
    "my cat was|my cat has|our dog is|our cat is|neighbour|neighbor|neighbours|neighbors|friend|friends|"
    "colleague|colleagues|coworker|co worker|workmate|boss|cousin|uncle|aunt|auntie|nephew|niece|grandson|"
    "granddaughter|grandchild|grandchildren|grandkid|grandkids|grandsons|baby|toddler|daughter in law|son in law|"
    "sister in law|brother in law|someone|somebody|some people|other people|other patients|another patient|"
    "others|people|teacher|the man next|the woman next|lady next door|man next door|guy|roommate|classmate|puppy|"
    "celebrity|actor|a lady|a man|a woman|some patients|landlord|a person|lady at|man at|step son|plumber|"
    "postman|friend's|neighbour's|colleague's"
)
# perhaps the participant: someone else only where it is no emergency
KIN = "son|daughter|sister|brother|kid|kids|children|child|siblings"
# write for the participant, or are written about by him: count as the participant
RELATIVES = (
    "husband|wife|mother|father|mum|mom|dad|mam|spouse|partner|grandmother|grandfather|grandma|grandpa|granny|"
    "nan|grandad|mother in law|father in law|hubby|patient|the patient|my mum|my dad|parent|papa|mama|girlfriend|"
    "boyfriend"
)
# a clause that says it is over: openings, words, endings
RESOLVED_OPEN = (
    "but|and|now|it|it's|its|that|that's|they|i'm|he's|she's|all|is|are|has|have|was|fully|completely|since|then|"
    "later|after|been|everything|everything's|has been|i've|i|quite|just|already|totally|back to|went|my|he|she|"
    "eventually|soon|by|itself|the|pain|fever|bleeding|swelling|they've"
)
RESOLVED = (
    "fine|gone|ok|okay|resolved|recovered|went away|passed|cleared up|settled|settled down|healed|better now|"
    "all better|all good|stopped|normal|disappeared|cleared|fully recovered|well now|got better|gone away|"
    "good now|over|went down|came down|under control|survived|right as rain"
)
RESOLVED_END = (
    "now|since|again|completely|by itself|on its own|today|thankfully|thank you|thanks|long ago|after a day|"
    "after an hour|by morning|then|fully|with treatment|since then|months ago|weeks ago|years ago|at last|"
    "quickly|next day|for good|luckily"
)
# says so beside the hit
RESOLVED_HERE = (
    "gone now|all gone|went away|has gone away|have gone away|better now|fine now|ok now|okay now|no longer|"
    "not any more|not anymore|has resolved|have resolved|cleared up|has stopped now|has settled|recovered|"
    "recovered from|is over|got over|used to|all clear|long since|back to normal|healed|temp is down|"
    "fever is down|temperature is down|temperature came down|fever came down|temperature has come down|"
    "temperature went down|fever went down"
)
# keeps an earlier clause's past going
CARRIED_PAST = "had|was|were|went|did|couldn't|got|needed|lost|felt|ended|spent|took|came"

# --- spelling ------------------------------------------------------------------------------------------------
# one word, then how the tables write it: lost apostrophes and common misspellings
CONTRACTIONS: dict[str, str] = {
    "cant": "can't",
    "dont": "don't",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "isnt": "isn't",
    "wasnt": "wasn't",
    "wont": "won't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "couldnt": "couldn't",
    "wouldnt": "wouldn't",
    "arent": "aren't",
    "werent": "weren't",
    "im": "i'm",
    "ive": "i've",
    "hadnt": "hadn't",
    "cannot": "can't",
    "dosnt": "doesn't",
    "dosent": "doesn't",
    "shes": "she's",
    "hes": "he's",
    "thats": "that's",
    "whats": "what's",
    "theyre": "they're",
    "breth": "breath",
    "brethe": "breathe",
    "breeth": "breathe",
    "brething": "breathing",
    "breathin": "breathing",
    "throte": "throat",
    "thraot": "throat",
    "tounge": "tongue",
    "tongu": "tongue",
    "tung": "tongue",
    "lipps": "lips",
    "pian": "pain",
    "chesst": "chest",
    "ches": "chest",
    "chets": "chest",
    "hart": "heart",
    "bleedin": "bleeding",
    "blod": "blood",
    "bllod": "blood",
    "poop": "poo",
    "pooped": "poo",
    "stols": "stools",
    "feaver": "fever",
    "fevr": "fever",
    "fver": "fever",
    "tempreture": "temperature",
    "temprature": "temperature",
    "temparature": "temperature",
    "tempature": "temperature",
    "temperture": "temperature",
    "diarrea": "diarrhea",
    "diarhea": "diarrhea",
    "diarrhoe": "diarrhoea",
    "diareah": "diarrhea",
    "dizy": "dizzy",
    "faited": "fainted",
    "unconcious": "unconscious",
    "siezure": "seizure",
    "seisure": "seizure",
    "suiside": "suicide",
    "sucide": "suicide",
    "suicde": "suicide",
    "predisone": "prednisone",
    "prednison": "prednisone",
    "prednizone": "prednisone",
    "prednisilone": "prednisolone",
    "steriods": "steroids",
    "steriod": "steroid",
    "sterioids": "steroids",
    "stroids": "steroids",
    "swolen": "swollen",
    "swolllen": "swollen",
    "swelled": "swollen",
    "strok": "stroke",
    "vomitting": "vomiting",
    "vomitted": "vomited",
    "throwed": "threw",
    "hemorrage": "hemorrhage",
    "haemorrage": "haemorrhage",
    "puss": "pus",
    "pregant": "pregnant",
    "pregnet": "pregnant",
    "shingels": "shingles",
    "infeccion": "infection",
    "yelow": "yellow",
    "urin": "urine",
    "hospitol": "hospital",
    "hosptial": "hospital",
    "hospitl": "hospital",
    "feinted": "fainted",
    "swollow": "swallow",
    "swalow": "swallow",
    "brused": "bruised",
    "brusing": "bruising",
    "ect": "etc",
    "u": "you",
    "ur": "your",
    "gonna": "going to",
    "wanna": "want to",
    "alot": "a lot",
    "til": "till",
    "thru": "through",
    "coz": "because",
    "cuz": "because",
    "cos": "because",
    "ain't": "isn't",
    "aint": "isn't",
}
# "my throat's closing"
_NOUNS = (
    "throat tongue face lip chest heart leg arm eye vision sight stomach belly skin mouth bp pressure "
    "temperature temp fever sugar hair head back voice speech blood nose breathing wound calf urine pee "
    "tummy hand foot"
)
CONTRACTIONS |= {f"{noun}'s": f"{noun} is" for noun in _NOUNS.split()}
# written in two words or more, read as one
JOINED: dict[str, str] = {
    "nothing but": "only",
    "can not": "can't",
    "do not": "don't",
    "did not": "didn't",
    "does not": "doesn't",
    "is not": "isn't",
    "was not": "wasn't",
    "have not": "haven't",
    "has not": "hasn't",
    "could not": "couldn't",
    "will not": "won't",
    "i am": "i'm",
    "i have not": "i haven't",
    "are not": "aren't",
    "were not": "weren't",
    "not able to": "can't",
    "unable to": "can't",
    "i'm not able to": "i can't",
    "am unable to": "can't",
    "haven't been able to": "can't",
    "hasn't been able to": "can't",
    "wasn't able to": "couldn't",
    "isn't able to": "can't",
    "aren't able to": "can't",
    "no longer able to": "can't",
    "can no longer": "can't",
    "not been able to": "can't",
    "never been able to": "can't",
    "he is": "he's",
    "she is": "she's",
    "would not": "wouldn't",
    "it is": "it's",
    "cm 313": "cm313",
    "throw ing up": "throwing up",
    "that is": "that's",
}
# ordinary words of five letters or more, one slip from a word of the tables, that are left as they are
_ORDINARY = (
    "acting aerial appealing attach attached attacker backed banged banner barley batter battle beast "
    "bedside benches blames blending bowling braking breach breadth breeding bride broker burying "
    "busting cancel cannon casually certain chilli chunky clinch clouds coding comin construct "
    "constructed contract cooked coping corner coupe coveted cracker crashed crashing crises cured "
    "cursed curved decides delicious demos doubted doubting dropping drowned emergence endure exiting "
    "explodes explored exploring exposes failing fallon farther faster feared fearing feather filling "
    "finishes finnish flaming flashed flashing flawed fluent forget forming fostering framing freeing "
    "froze funding genus gettin glowing halted halves handing harding hardy hating header heading healed "
    "healing heated heating hermes heroes herring homeless hopping horribly hungary hunter hunting "
    "impatient increases incredibly infested interval kisses labor lacked large latter leading learning "
    "leasing legion lesson lessons lester liking linger lining litter locker locking lookin looming "
    "looting loving marion marking masters mating mediation meditation messed messing mining misses "
    "moaning morrow mounting mourning mouths nearby neatly neutron nothin noting operates oversight "
    "packed painting parting partly passes paused paying picks pissed pissing pitches placed placing "
    "plague planting plated player pleas pocket poking pooping popped possesses prayed praying prison "
    "project property protest rally ranging raping rating realty reduces regina reilly rental rollins "
    "ruining rushes sacked sacred saying scaled scares scattered scored seating seats seeking seeming "
    "selling sells sending setting sewing shades shading shaken shaming shaped shapes shaping shares "
    "sharing shaved shells shelly shipped shipping shitting shopping shoved shred singles sinking sinks "
    "sipping skipper slapped slapping sleeps slipping slowed slower smelling snakes sneaking soaring "
    "somethin spanning spared speeding spelling spells sporting spotting staging stains stakes stared "
    "staring starred stars starter startled stated stating steak stepped stepping sticking sticks sting "
    "stoke storing stream streaming stride strife strike strips strive strong strung studied studios "
    "sucked suits swapping swearing sweeping tables talkin tasted taxing teaming teasing tended terribly "
    "texted thanking thanks thinkin thorough though threat tinder tipped touches trails trapped trough "
    "tryin tumblr tuned tuning turner tying usable violet voiced wander wasting watches waters weaken "
    "weaver weigh weighs widow winged wording wright writes writing yogurt"
)
ORDINARY: frozenset[str] = frozenset(_ORDINARY.split())
